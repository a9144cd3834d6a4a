/** The documentation: its links lead somewhere, its commands run and print what it says, its values are accepted. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { loadEnvironments } from '../charts/values/load';
import { ValuesError } from '../charts/values/problem';
import { cloneRepository, type Clone } from './documents/clone';
import { asPattern, commandsOf, runsElsewhere } from './documents/commands';
import { anchorsOf, blocksOf, linksOf, pages } from './documents/pages';
import { environments } from './manifests';

const all = pages();
const blocks = all.flatMap((page) => blocksOf(page).map((block) => ({ page, ...block })));
const commands = blocks.flatMap((block) =>
  commandsOf(block).map((command) => ({
    where: `${block.page}:${block.line}`,
    page: block.page,
    ...command,
  })),
);

describe('links', () => {
  test.each(all)('%s', (page) => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : normalize(join(dirname(page), path));
      if (!existsSync(target)) return true;
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('every page of docs/ is in the index', () => {
    const linked = linksOf('docs/README.md').map((link) => normalize(join('docs', link.split('#')[0] ?? '')));
    const others = all.filter((page) => /^docs\/(?!decisions\/|README)/.test(page));
    expect(others.filter((page) => !linked.includes(page))).toEqual([]);
  });
});

describe('commands that can run here', () => {
  let clone: Clone;
  beforeAll(() => {
    clone = cloneRepository();
  });
  afterAll(() => {
    clone.remove();
  });

  const here = commands.filter(({ script }) => runsElsewhere(script) === undefined);
  const byPage = [...new Set(here.map(({ page }) => page))];

  test.each(byPage)('%s', (page) => {
    clone.reset();
    for (const { where, script, printed } of here.filter((command) => command.page === page)) {
      const { status, stdout, stderr } = clone.sh(script);
      const output = stdout + stderr;
      if (printed === undefined) expect({ where, output, status }).toEqual({ where, output, status: 0 });
      else expect(`${where}\n${output}`).toMatch(asPattern(`${where}\n${printed}`));
    }
  });

  test('there are such commands, and they are seen', () => {
    expect(byPage).toEqual(expect.arrayContaining(['README.md', 'docs/how-to/review.md']));
  });
});

describe('commands that can not', () => {
  const elsewhere = commands.filter(({ script }) => runsElsewhere(script) !== undefined);

  test.each(elsewhere.map(({ where, script }) => [where, script]))('%s are shell', (_, script) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('name files of this repository only that are there', () => {
    const named = elsewhere.flatMap(({ where, script }) =>
      [...script.matchAll(/(?<![\w/.-])((?:dist|docs|environments|normalizer|test)\/[\w./-]*\w)/g)].flatMap(
        ([, path = '']) => (script.includes(`> ${path}`) ? [] : [{ where, path }]),
      ),
    );
    // What a build makes, and the environment that the texts take for a further one.
    const made = /^(normalizer\/build|dist\/lab)\//;
    expect(named.filter(({ path }) => !made.test(path) && !existsSync(path))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});

describe('values', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'values-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const known = Object.keys(parse(execFileSync('cat', ['values.yaml'], { encoding: 'utf8' })) as object);
  const values = blocks.filter(({ language, text }) => {
    if (language !== 'yaml') return false;
    const content = parse(text) as object;
    return Object.keys(content).some((key) => known.includes(key) || key === 'patches');
  });

  test.each(values.map(({ page, line, text }) => [`${page}:${line}`, text]))('%s', (_, text) => {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, text);
    // A page speaks of one kind of environment, which has the rest that its values need.
    const refusals = environments().map((environment) => refusal(['-f', file, '--environment', environment]));
    expect(refusals).toContain(undefined);
  });

  function refusal(options: string[]): string | undefined {
    try {
      loadEnvironments(options);
      return undefined;
    } catch (error) {
      if (error instanceof ValuesError) return error.message;
      throw error;
    }
  }
});
