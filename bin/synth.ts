/**
 * `npm run synth`: values → `dist/`, the same manifests as `cdk8s synth` makes. Says what changed, per environment.
 *
 * They are made in a fresh folder, which takes the place of `dist/` in one step, and only when all went well; after
 * a mistake `dist/` is what it was. (`cdk8s synth` empties its output folder before it runs the app.)
 */
import { cpSync, existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { synthesise } from '../charts/synthesise';
import { writeDescriptions } from '../charts/values/descriptions/write';
import { takeValues, toArguments, type ValuesOptions } from '../charts/values/options';
import { isPackage } from '../charts/values/package-folder';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { refuseForeign } from './output';
import { changesBetween, filesOf } from './synth/changes';
import { isManifest } from './synth/own';
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
  refuseForeign(options.output, 'synth', isManifest);
  const output = existsSync(options.output) ? realpathSync(options.output) : resolve(options.output);
  const { next, putInPlace, leave } = workplace(output);
  try {
    synthesise(toArguments(options), next);
    if (options.environment !== undefined) keepOthers(output, next);
    const changes = changesBetween(output, next);
    const files = options.verbose === true ? filesOf(next) : [];
    if (options.dryRun !== true) {
      putInPlace();
      if (isPackage('.')) writeDescriptions();
    }
    process.stdout.write(report(changes, files, options, process.stdout));
  } finally {
    leave();
  }
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
