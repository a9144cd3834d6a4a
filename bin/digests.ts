/** `npm run digests`: asks the registries what the tags of an environment's images name, and writes it into its values. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { parseDocument } from 'yaml';
import { loadEnvironments, type Environment } from '../charts/values/load';
import type { Image } from '../charts/values/kubernetes';
import { takeValues, toArguments, type ValuesOptions } from '../charts/values/options';
import type { Values } from '../charts/values/schema';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { accountOf } from './digests/account';
import { baseImages, DOCKERFILES, pinBaseImages } from './digests/base-images';
import { digestOf, RegistryError } from './digests/registry';
import { usedImages } from './digests/used';

type Options = ValuesOptions & { readonly dryRun?: true; readonly baseImages?: true };

const command = takeValues(new Command('npm run digests --'))
  .description(
    'Pins the images of environments: writes the digests of their tags into environments/<name>.yaml.',
  )
  .option('--dry-run', 'say the digests, and write nothing')
  .option('--base-images', 'those that the Dockerfiles begin with, instead: written into the Dockerfiles')
  .action(async ({ baseImages: based, dryRun: dry, ...values }: Options) => {
    const dryRun = dry === true;
    const environments = loadEnvironments(toArguments(values));
    if (based === true) await pinDockerfiles(environments, dryRun);
    else for (const environment of environments) await pin(environment, dryRun);
  });
speakable(command, version, {
  examples: [
    ['npm run digests -- --environment production', 'then npm run synth, and look at what changed'],
    [
      'npm run digests -- --set registry.endpoint=127.0.0.1:5000 --dry-run',
      'through a tunnel; nothing is written',
    ],
    ['npm run digests -- --base-images', 'what the images of this repository are built on'],
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
    document.setIn(['images', key, 'digest'], await asked(name, image, values));
  }
  if (!dryRun) writeFileSync(file, document.toString({ lineWidth: 0 }));
}

/** A registry of ours with plain HTTP is one in any environment. */
async function pinDockerfiles(environments: readonly Environment[], dryRun: boolean): Promise<void> {
  for (const file of DOCKERFILES) {
    const digests: string[] = [];
    for (const image of baseImages(file)) {
      const ours = environments.find(({ values }) => values.registry.endpoint === image.registry);
      digests.push(await asked(file, image, ours?.values));
    }
    if (!dryRun) pinBaseImages(file, digests);
  }
}

/** The digest of the image's tag, which is told. @param where it is named */
async function asked(where: string, image: Image, values: Values | undefined): Promise<string> {
  const host = image.registry ?? values?.registry.endpoint ?? '';
  const insecure = values?.registry.insecure === true && host === values.registry.endpoint;
  const digest = await digestOf({ ...image, host, insecure, account: accountOf(host) });
  const change = image.digest === undefined || image.digest === digest ? '' : ` (was ${image.digest})`;
  process.stdout.write(`${where}: ${host}/${image.repository}:${image.tag} ${digest}${change}\n`);
  return digest;
}
