/** `.ci/run`, with a stand-in for npm: what it counts, when it fails, and that nothing goes on after it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './servers/process';

/** Writes the report of a suite, and ends or goes on as `<suite>.does` says. */
const NPM = `#!/usr/bin/env bash
[[ $1 == run && $2 == test* ]] || exit 0
name=\${2/:/-}
echo "$2 speaks"
echo '{"numPassedTests": 2, "numFailedTests": 0, "numPendingTests": 1}' > "\${!#/--outputFile=/}"
bash "$name.does"
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-'));
  for (const name of ['.ci', 'bin', 'dist', 'imports', 'docs/reference'])
    mkdirSync(join(folder, name), { recursive: true });
  cpSync('.ci/run', join(folder, '.ci/run'));
  writeFileSync(join(folder, 'values.schema.json'), '{}');
  writeFileSync(join(folder, 'bin/npm'), NPM, { mode: 0o755 });
  for (const suite of ['test', 'test-cluster', 'test-system']) does(suite, 'true');
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const does = (suite: string, script: string) => {
  writeFileSync(join(folder, `${suite}.does`), script);
};
const options = () => ({
  cwd: folder,
  env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` },
});
const run = () => spawnSync('bash', ['.ci/run'], { ...options(), encoding: 'utf8' });

test('adds up what the three suites count, and says what the cluster has said when npm test is through', () => {
  does('test', 'sleep 0.5; echo "test is through"');
  const { status, stdout } = run();
  expect(stdout).toMatch(/test is through[^]*test:cluster speaks[^]*test:system speaks/);
  expect(stdout.trim().split('\n').at(-1)).toBe('6 passed, 0 failed, 3 skipped');
  expect(status).toBe(0);
});

test.each([
  ['test', 'failed: npm test\n'],
  ['test-cluster', 'failed: npm run test:cluster\n'],
])('fails with %s, and lets the other one end', (suite, message) => {
  does('test', 'echo "npm test is through"');
  does('test-cluster', 'echo "the cluster is through"');
  does(suite, `echo "${suite} ends"; exit 1`);
  const { status, stdout } = run();
  expect(stdout).toContain(message);
  expect(stdout.match(/ is through| ends/g)).toHaveLength(2);
  expect(stdout).not.toContain('test:system speaks');
  expect(status).toBe(1);
});

test('fails with the suite of the system', () => {
  does('test-system', 'exit 1');
  expect(run().status).toBe(1);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends what it has started at a %s', async (signal) => {
  for (const suite of ['test', 'test-cluster'])
    does(suite, `bash -c 'echo $$ > ${suite}.pid; exec sleep 600'; true`);
  const started = ['test.pid', 'test-cluster.pid'].map((file) => join(folder, file));
  const ci = spawn('bash', ['.ci/run'], { ...options(), stdio: 'ignore' });
  const ended = new Promise((resolve) => ci.once('exit', resolve));
  await eventually('both suites run', () =>
    started.every((file) => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n')),
  );
  ci.kill(signal);
  expect(await ended).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
  const goesOn = (file: string) => existsSync(`/proc/${readFileSync(file, 'utf8').trim()}`);
  // A process that has been told to end is seen for a moment longer.
  await eventually('neither suite goes on', () => !started.some(goesOn), { seconds: 10 });
});
