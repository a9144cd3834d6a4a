/** What machines outside the cluster are given: those where images are built, those
 * where they run, and Argo CD. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Values } from '../values/schema';
import { healthChecksPatch } from './argocd-cm';
import { buildFiles } from './build';
import { trustFiles } from './trust';

/** Writes the files of an environment to `hosts/<environment>/` in the output folder. */
export function writeHostFiles(environment: string, values: Values, outdir: string): void {
  const folder = join('hosts', environment);
  // The output may be written beside dist first; what builds images finds it in its place.
  const files = [
    ...buildFiles(values, join('dist', folder)),
    ...trustFiles(values.registry),
    healthChecksPatch(),
  ];
  for (const { path, content } of files) {
    const file = join(outdir, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
