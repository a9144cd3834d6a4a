/** `npm run helm`: a Helm chart per environment in `helm/<environment>/`, with the options of `npm run synth`. */
import { join } from 'node:path';
import { writeHelmChart } from '../charts/manifests/helm';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';

try {
  for (const environment of loadEnvironments(process.argv.slice(2))) {
    const { name, values } = environment;
    const folder = join('helm', name);
    writeHelmChart(pipeline(environment), values, { name, version }, folder);
    process.stdout.write(`${folder}\n`);
  }
} catch (error) {
  if (!(error instanceof ValuesError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
