/**
 * `npm run synth`: values → `dist/`, through `cdk8s synth` with everything it needs set and no question to the
 * npm registry. Says what changed, per environment.
 *
 * `cdk8s synth` empties its output folder before it runs the app. It is given a fresh one here, which takes
 * the place of `dist/` in one step, and only when all went well; after a mistake `dist/` is what it was.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, speakable } from '@netflow-gitops/normalizer/command-line';
import { Command } from 'commander';
import { writeDescriptions } from '../charts/values/descriptions/write';
import { takeValues, toArguments, type ValuesOptions } from '../charts/values/options';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { changesBetween, filesOf } from './synth/changes';
import { refuseForeign } from './synth/output';
import { report } from './synth/report';
import { workplace } from './synth/workplace';

interface Options extends ValuesOptions {
  readonly output: string;
  readonly dryRun?: true;
  readonly verbose?: true;
}

const command = takeValues(new Command('npm run synth --'))
  .description('Makes the manifests of every environment from values.yaml and environments/*.yaml.')
  .option('--output <folder>', 'where the manifests go', 'dist')
  .option('--dry-run', 'say what would change, and write nothing')
  .option('--verbose', 'name every file')
  .action(synth);
speakable(command, version, {
  examples: [
    ['npm run synth', 'make dist/'],
    ['npm run synth -- --dry-run --set kafka.brokers=3', 'what would three brokers change?'],
    ['npm run synth -- -f site.yaml --environment production', 'one environment, with values of the site'],
    ['npm run synth -- --output /tmp/manifests', 'elsewhere'],
  ],
  environment: [['NO_COLOR', 'no colours, on a terminal either']],
  exitCodes: [
    ['0', 'done'],
    ['1', 'a mistake, told in a line each; nothing was written'],
  ],
});
void run(command, ValuesError);

function synth(options: Options): void {
  const output = existsSync(options.output) ? realpathSync(options.output) : resolve(options.output);
  refuseForeign(output, options.output);
  const { next, putInPlace, leave } = workplace(output);
  try {
    if (!build(next, toArguments(options))) return;
    if (options.environment !== undefined) keepOthers(output, next);
    const changes = changesBetween(output, next);
    const files = options.verbose === true ? filesOf(next) : [];
    if (options.dryRun !== true) {
      putInPlace();
      writeDescriptions();
    }
    process.stdout.write(report(changes, files, options, process.stdout));
  } finally {
    leave();
  }
}

/** Runs the app; false after a mistake, which it has told. */
function build(folder: string, args: readonly string[]): boolean {
  const quoted = args.map((argument) => ` '${argument.replaceAll("'", "'\\''")}'`);
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      'node_modules/cdk8s-cli/bin/cdk8s',
      'synth',
      '--check-upgrade=false',
      ...['--output', folder],
      ...['--app', `node --import tsx main.ts${quoted.join('')}`],
    ],
    { stdio: ['inherit', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  // What cdk8s adds to the app's own message is a stack trace of itself.
  process.stderr.write(stderr.split(/^Error: command "/m)[0] ?? stderr);
  if (status !== 0) process.exitCode = 1;
  return status === 0;
}

/** The environments that were not made again stay. */
function keepOthers(output: string, next: string): void {
  for (const folder of ['.', 'hosts']) {
    if (!existsSync(join(output, folder))) continue;
    for (const name of readdirSync(join(output, folder))) {
      const kept = join(next, folder, name);
      if (!existsSync(kept)) cpSync(join(output, folder, name), kept, { recursive: true });
    }
  }
}
