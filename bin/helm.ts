/** `npm run helm`: a Helm chart per environment, with the options of `npm run synth`. */
import { join } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { ORIGIN, writeHelmChart } from '../charts/manifests/helm';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { takeValues, toArguments, type ValuesOptions } from '../charts/values/options';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { refuseForeign } from './output';

const command = takeValues(new Command('npm run helm --'))
  .description('Makes a Helm chart of every environment, for clusters without Argo CD.')
  .option('--output <folder>', 'where the charts go, a folder per environment', 'helm')
  .action((options: ValuesOptions & { readonly output: string }) => {
    const charts = loadEnvironments(toArguments(options)).map((environment) => ({
      ...environment,
      folder: join(options.output, environment.name),
      app: pipeline(environment),
    }));
    for (const { folder } of charts) refuseForeign(folder, 'helm', ({ says }) => says(ORIGIN));
    for (const { name, values, folder, app } of charts) {
      writeHelmChart(app, values, { name, version }, folder);
      process.stdout.write(`${folder}\n`);
    }
  });
speakable(command, version, {
  examples: [
    ['npm run helm', 'make helm/<environment>/'],
    ['npm run helm -- --environment compact --output charts', 'one of them, elsewhere'],
    ['helm install netflow helm/compact', 'install it'],
  ],
  exitCodes: [
    ['0', 'done'],
    ['1', 'a mistake, told in a line each; nothing was written'],
  ],
});
void run(command, ValuesError);
