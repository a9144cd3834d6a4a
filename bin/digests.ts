/** `npm run digests`: asks the registries what the tags of an environment's images name, and writes it into its values. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { parseDocument } from 'yaml';
import { loadEnvironments, type Environment } from '../charts/values/load';
import { takeValues, toArguments, type ValuesOptions } from '../charts/values/options';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { accountOf } from './digests/account';
import { digestOf, RegistryError } from './digests/registry';
import { usedImages } from './digests/used';

const command = takeValues(new Command('npm run digests --'))
  .description(
    'Pins the images of environments: writes the digests of their tags into environments/<name>.yaml.',
  )
  .option('--dry-run', 'say the digests, and write nothing')
  .action(async (options: ValuesOptions & { readonly dryRun?: true }) => {
    for (const environment of loadEnvironments(toArguments(options))) {
      await pin(environment, options.dryRun === true);
    }
  });
speakable(command, version, {
  examples: [
    ['npm run digests -- --environment production', 'then npm run synth, and look at what changed'],
    [
      'npm run digests -- --set registry.endpoint=127.0.0.1:5000 --dry-run',
      'through a tunnel; nothing is written',
    ],
  ],
  environment: [
    ['REGISTRY_AUTH_FILE', 'the accounts that a login has left (default: ~/.docker/config.json)'],
    ['NODE_EXTRA_CA_CERTS', 'a file of certificate authorities to trust beside the known ones'],
  ],
  exitCodes: [
    ['0', 'done'],
    ['1', 'a mistake, or a registry that gives no digest; that environment was not written'],
  ],
});
void run(command, ValuesError, RegistryError);

async function pin(environment: Environment, dryRun: boolean): Promise<void> {
  const { name, values } = environment;
  const file = join('environments', `${name}.yaml`);
  const document = parseDocument(readFileSync(file, 'utf8'));
  for (const [key, image] of usedImages(environment)) {
    const host = image.registry ?? values.registry.endpoint;
    const insecure = values.registry.insecure && host === values.registry.endpoint;
    const digest = await digestOf({ ...image, host, insecure, account: accountOf(host) });
    const change = image.digest === undefined || image.digest === digest ? '' : ` (was ${image.digest})`;
    process.stdout.write(`${name}: ${host}/${image.repository}:${image.tag} ${digest}${change}\n`);
    document.setIn(['images', key, 'digest'], digest);
  }
  if (!dryRun) writeFileSync(file, document.toString({ lineWidth: 0 }));
}
