/**
 * `npm run synth`: `cdk8s synth` with everything it needs set, no question to the npm registry, and the
 * options `-f FILE` and `--set path=value`.
 *
 * `cdk8s synth` empties its output folder before it runs the app. It is given a fresh one here, which takes
 * the place of `dist/` only when all went well; after a mistake `dist/` is what it was.
 */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { writeDescriptions } from '../charts/values/descriptions/write';

const NEXT = 'dist.next';

const options = process.argv.slice(2).map((option) => ` '${option.replaceAll("'", "'\\''")}'`);
const app = `node --import tsx main.ts${options.join('')}`;
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--check-upgrade=false', '--output', NEXT, '--app', app],
  { stdio: ['inherit', 'pipe', 'pipe'], encoding: 'utf8' },
);
if (status === 0) {
  rmSync('dist', { recursive: true, force: true });
  renameSync(NEXT, 'dist');
  writeDescriptions();
  process.stdout.write(stdout.replaceAll(NEXT, 'dist'));
  process.stderr.write(stderr); // warnings
} else {
  rmSync(NEXT, { recursive: true, force: true });
  // What cdk8s adds to the app's own message is a stack trace of itself.
  process.stderr.write(stderr.split(/^Error: command "/m)[0] ?? stderr);
  process.exitCode = 1;
}
