/** How the commands speak: help, what changed, and one clear line for each wrong usage. */
import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { filesOf } from '../bin/synth/changes';
import { report } from '../bin/synth/report';
import { version } from '../package.json';
import { copySources } from './sources';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'command-line-'));
  copySources(copy, 'demo', 'dist', 'review', 'test', 'values.schema.json');
});
afterAll(() => {
  chmodSync(copy, 0o755);
  rmSync(copy, { recursive: true, force: true });
});

function call(args: readonly string[], options: SpawnSyncOptions = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/run.cjs', ...args], {
    cwd: copy,
    ...options,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const synth = (...options: readonly string[]) => call(['synth', ...options]);

const COMMANDS = ['synth', 'diff', 'helm', 'digests', 'scan', 'demo'];

describe.each(COMMANDS)('%s', (command) => {
  test('--help has examples and exit codes', () => {
    const { status, stdout, stderr } = call([command, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${command} -- \\[options\\]\\n`));
    expect(stdout).toContain(`\nExamples:\n  npm run ${command}`);
    expect(stdout).toMatch(/\nExit codes:\n {2}0 +\S/);
  });

  test('--version', () => {
    expect(call([command, '--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([['--hepl'], ['-x'], ['stray'], ['--', '--stray']])(
    '%s is refused, and makes no file',
    (...args) => {
      const before = readdirSync(copy);
      const { status, stdout, stderr } = call([command, ...args]);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^${command}: (unknown option|too many arguments).*; --help shows what there is\\n$`),
      );
      expect(readdirSync(copy)).toEqual(before);
    },
  );
});

describe('synth tells what it did', () => {
  test('nothing changed', () => {
    expect(synth()).toEqual({
      status: 0,
      stdout:
        'compact     nothing changed\nproduction  nothing changed\nreference   nothing changed\ndist/ is as it was.\n',
      stderr: '',
    });
  });

  test('--dry-run says what would change, and writes nothing', () => {
    const before = readFileSync(join(copy, 'dist/compact/kafka/StatefulSet.kafka.yaml'), 'utf8');
    const { stdout } = synth('--dry-run', '--environment', 'compact', '--set', 'images.kafka.tag=3.9.1');
    expect(stdout).toMatch(/^compact +4 changed, \d+ as before\n {2}~ README.md\n/);
    expect(stdout).toContain('\n  ~ kafka/StatefulSet.kafka.yaml\n');
    expect(stdout).toContain('\nNothing was written.');
    expect(readFileSync(join(copy, 'dist/compact/kafka/StatefulSet.kafka.yaml'), 'utf8')).toBe(before);
    expect(readdirSync(copy).filter((name) => name.startsWith('.dist'))).toEqual([]);
  });

  test('added, changed, removed, and the next step; --environment leaves the others as they are', () => {
    const made = synth('--environment', 'compact', '--set', 'kafka.brokers=3');
    expect(made.stdout).toMatch(/^compact +1 added, \d+ changed, \d+ as before\n/);
    expect(made.stdout).toContain('\n  + kafka/PodDisruptionBudget.kafka.yaml\n');
    expect(made.stdout).toMatch(
      /\nproduction +nothing changed\nreference +nothing changed\nNext: npm run diff/,
    );
    const back = synth();
    expect(back.stdout).toContain('\n  - kafka/PodDisruptionBudget.kafka.yaml\n');
  });

  test('--output and --verbose', () => {
    const folder = join(copy, 'elsewhere');
    const { status, stdout } = synth('--environment', 'compact', '--output', folder, '--verbose');
    expect(status).toBe(0);
    expect(stdout).toContain(`${folder}/compact/kafka/StatefulSet.kafka.yaml\n`);
    expect(readdirSync(folder)).toEqual(['compact', 'hosts']);
    expect(synth('--environment', 'compact', '--output', folder).stdout).toContain('nothing changed');
    rmSync(folder, { recursive: true });
  });

  test('helm makes its charts anew, and a template of somebody else stays', () => {
    const helm = () => call(['helm', '--environment', 'compact', '--output', 'charts-of-helm']);
    const chart = join(copy, 'charts-of-helm/compact');
    const stale = join(chart, 'templates/gone/Service.gone.yaml');
    mkdirSync(chart, { recursive: true });
    expect(helm()).toEqual({ status: 0, stdout: 'charts-of-helm/compact\n', stderr: '' });
    mkdirSync(dirname(stale));
    copyFileSync(join(chart, 'Chart.yaml'), stale);
    expect(helm().status).toBe(0);
    expect(existsSync(stale)).toBe(false);
    writeFileSync(join(chart, 'templates/mine.yaml'), 'a: b\n');
    expect(helm().stderr).toBe(
      '--output charts-of-helm/compact: found templates/mine.yaml; allowed: a folder that helm made, an empty one, or none\n',
    );
    expect(existsSync(join(chart, 'templates/mine.yaml'))).toBe(true);
  });

  test('colours are for terminals', () => {
    const changes = [{ name: 'compact', changes: [{ kind: 'added', file: 'a/B.c.yaml' }], same: 0 }] as const;
    const told = (isTTY: boolean, hasColors: boolean) =>
      report(changes, [], { output: 'dist' }, { isTTY, hasColors: () => hasColors });
    expect(told(true, true)).toContain('\u001b[32m+ a/B.c.yaml\u001b[0m');
    expect(told(true, false)).toContain('  + a/B.c.yaml\n'); // NO_COLOR, as Node reads it
    expect(told(false, true)).toContain('  + a/B.c.yaml\n');
  });
});

describe('a wrong usage ends in one clear line', () => {
  test('an environment that is none', () => {
    const { stderr } = synth('--environment', 'prod');
    expect(stderr).toBe('--environment prod: found "prod"; allowed: compact | production | reference\n');
  });

  test.each([
    ['synth', 'values.yaml/below', 'a file at values.yaml'],
    ['helm', 'values.yaml', 'a file at values.yaml'],
    ['synth', 'nowhere', 'a link to nowhere'],
    ['synth', 'others', 'compact/notes.txt'],
    ['helm', 'others', 'notes.txt'],
    ['synth', 'machines', 'hosts/compact/notes.txt'],
    ['synth', 'charts', expect.stringMatching(/^\S+\.ts$/)],
  ])('%s --output %s: no folder of its own', (command, output, found) => {
    for (const folder of ['others/compact', 'machines/hosts/compact']) {
      mkdirSync(join(copy, folder), { recursive: true });
      writeFileSync(join(copy, folder, 'notes.txt'), 'mine');
    }
    symlinkSync('missing', join(copy, 'nowhere'));
    const before = filesOf(copy);
    const told = call([command, '--environment', 'compact', '--output', output]);
    expect({ ...told, left: filesOf(copy) }).toEqual({
      status: 1,
      stdout: '',
      stderr: told.stderr,
      left: before,
    });
    rmSync(join(copy, 'nowhere'));
    const [, place, what] =
      /^--output (\S+): found (.*); allowed: a folder that \w+ made, an empty one, or none\n$/.exec(
        told.stderr,
      ) ?? [told.stderr];
    expect([place, what]).toEqual([command === 'helm' ? `${output}/compact` : output, found]);
  });

  test('packages that are not installed', () => {
    rmSync(join(copy, 'node_modules'));
    const told = call(['synth']);
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    expect(told).toEqual({
      status: 1,
      stdout: '',
      stderr: 'the packages are not installed (MODULE_NOT_FOUND): run npm ci\n',
    });
  });
});
