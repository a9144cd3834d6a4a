/**
 * values.yaml → one cdk8s App per environment → dist/<environment>/<application>/<Kind>.<name>.yaml,
 * and what hosts outside the cluster need to know → dist/hosts/<environment>/
 *
 * `cdk8s synth` runs this and says where to write (CDK8S_OUTDIR); `npm run synth` passes the options on.
 */
import { join } from 'node:path';
import { tell } from '@netflow-gitops/normalizer/command-line';
import { builtImages } from './charts/hosts/build';
import { writeHostFiles } from './charts/hosts/write';
import { pipeline } from './charts/pipeline';
import { writeReadme } from './charts/manifests/readme/readme';
import { foldersOf, writeManifests } from './charts/manifests/write';
import { loadEnvironments } from './charts/values/load';
import { describe, ValuesError } from './charts/values/problem';

try {
  const outdir = process.env.CDK8S_OUTDIR ?? 'dist';
  // All environments are built before the first file is written: a mistake in one leaves nothing half done.
  const environments = loadEnvironments(process.argv.slice(2)).map((environment) => ({
    name: environment.name,
    values: environment.values,
    folders: foldersOf(pipeline(environment)),
    warnings: environment.warnings.map((warning) =>
      describe({ ...warning, environments: [environment.name] }),
    ),
  }));
  for (const warning of environments.flatMap(({ warnings }) => warnings)) {
    process.stderr.write(`warning: ${warning}\n`);
  }
  for (const { name, values, folders } of environments) {
    const folder = join(outdir, name);
    writeManifests(folders, folder);
    writeReadme(folders, { environment: name, builtImages: builtImages(values) }, folder);
    writeHostFiles(name, values, outdir);
  }
} catch (error) {
  tell(error, ValuesError);
}
