/** `npm run synth` as a user runs it, in a copy of the repository's sources. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ORIGIN } from '../charts/manifests/write';
import { copySources } from './sources';

const GENERATED = ['dist', 'values.schema.json'];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'synth-'));
  copySources(copy, ...GENERATED);
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

function synth(options: readonly string[] = [], environment: NodeJS.ProcessEnv = {}) {
  return spawnSync('npm', ['run', '-s', 'synth', '--', ...options], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
}

/** Every file below a folder (or the file itself) with its content. */
function contents(root: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) =>
      name.includes('.')
        ? [[name, readFileSync(join(root, name), 'utf8')]]
        : readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
            .filter((path) => /\.(yaml|md)$/.test(path))
            .map((path) => [join(name, path), readFileSync(join(root, name, path), 'utf8')]),
    ),
  );
}

test('what is committed is what synth makes, in another folder, time zone and locale; stale files disappear', () => {
  writeFileSync(join(copy, 'dist', 'reference', 'kafka', 'Service.stale.yaml'), `# ${ORIGIN}\n`);
  const { status, stderr } = synth([], { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(contents(copy, GENERATED)).toEqual(contents('.', GENERATED));
});

test('cdk8s synth makes the same', () => {
  const { status, stderr } = spawnSync('npx', ['--no-install', 'cdk8s', 'synth', '--check-upgrade=false'], {
    cwd: copy,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(contents(copy, ['dist'])).toEqual(contents('.', ['dist']));
});

test('a mistake ends with exit code 1 and its message, and dist/ stays as it was', () => {
  const before = contents(copy, GENERATED);
  const { status, stderr } = synth(['--set', 'kafka.mode=raft']);
  expect(status).toBe(1);
  expect(stderr).toContain('--set kafka.mode=raft: kafka.mode: found "raft"; allowed: zookeeper | kraft\n');
  expect(stderr).not.toContain('    at ');
  expect(contents(copy, GENERATED)).toEqual(before);
  expect(readdirSync(copy).filter((name) => name.startsWith('.dist'))).toEqual([]);
});

test('options reach every environment, however they are spelt', () => {
  const options = ['--set', "normalizer.consumerGroup=it's $HOME", '--set', 'normalizer.engine=deployment'];
  expect(synth(options).status).toBe(0);
  const deployments = contents(copy, ['dist']);
  for (const environment of ['compact', 'production', 'reference']) {
    const deployment = deployments[`dist/${environment}/normalizer/Deployment.normalizer.yaml`];
    expect(deployment).toContain(`value: it's $HOME\n`);
  }
});

test('a version bump touches the objects that run it, and no other', () => {
  synth();
  const before = contents(copy, ['dist']);
  expect(synth(['--set', 'images.kafka.tag=3.9.1']).status).toBe(0);
  const after = contents(copy, ['dist']);
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  expect(changed.sort()).toEqual([
    'dist/compact/README.md',
    'dist/compact/goflow2/Deployment.goflow2.yaml',
    'dist/compact/kafka-topics/Job.kafka-topics.yaml',
    'dist/compact/kafka/StatefulSet.kafka.yaml',
    'dist/production/README.md',
    'dist/production/goflow2/Deployment.goflow2.yaml',
    'dist/production/kafka-topics/Job.kafka-topics.yaml',
    'dist/production/kafka-users/Job.kafka-users.yaml',
    'dist/production/kafka/StatefulSet.kafka.yaml',
    'dist/reference/README.md',
    'dist/reference/goflow2/Deployment.goflow2.yaml',
    'dist/reference/kafka-topics/Job.kafka-topics.yaml',
    'dist/reference/kafka/StatefulSet.kafka.yaml',
    'dist/reference/zookeeper/StatefulSet.zookeeper.yaml',
  ]);
});

test('a further environment is one more file', () => {
  const file = join(copy, 'environments', 'laboratory.yaml');
  writeFileSync(file, 'namespace: { name: laboratory }\nflink: { namespace: laboratory-flink }\n');
  expect(synth().status).toBe(0);
  const made = contents(copy, ['dist']);
  expect(Object.keys(made).filter((path) => path.startsWith('dist/laboratory/')).length).toBeGreaterThan(20);
  expect(made['dist/laboratory/kafka/StatefulSet.kafka.yaml']).toContain('namespace: laboratory\n');
  expect(made['dist/laboratory/applications/Application.netflow-laboratory-kafka.yaml']).toContain(
    'path: dist/laboratory/kafka\n',
  );
  rmSync(file);
});
