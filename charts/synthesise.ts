/** values.yaml → one cdk8s App per environment → the files of each. */
import { join } from 'node:path';
import { builtImages } from './hosts/build';
import { writeHostFiles } from './hosts/write';
import { writeReadme } from './manifests/readme/readme';
import { foldersOf, writeManifests } from './manifests/write';
import { pipeline } from './pipeline';
import { loadEnvironments } from './values/load';
import { describe } from './values/problem';

/**
 * Writes the manifests of the environments into `<outdir>/<environment>/<application>/<Kind>.<name>.yaml`, and what
 * hosts outside the cluster need to know into `<outdir>/hosts/<environment>/`; tells warnings on standard error.
 * @param args the options of {@link loadEnvironments}
 * @throws ValuesError when a value is wrong; then nothing is written
 */
export function synthesise(args: readonly string[], outdir: string): void {
  // All environments are built before the first file is written: a mistake in one leaves nothing half done.
  const environments = loadEnvironments(args).map((environment) => ({
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
}
