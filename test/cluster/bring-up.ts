/** A whole environment brought up by the documented commands, for what doesn't test how it comes up. */
import { allHealthy, healthy } from './applications';
import { documented } from './documented';
import { application, applicationNames, pushNormalizer, run, type Stage } from './stage';

/** Resolves when all Applications are synced and healthy. */
export async function bringUp(stage: Stage): Promise<void> {
  const { cluster, environment, repository } = stage;
  for (const lines of documented('docs/how-to/argocd.md', 'Start', environment)) await run(stage, lines);
  await healthy(cluster.kubectl, application(environment, 'registry'));
  await pushNormalizer(stage);
  await allHealthy(cluster.kubectl, applicationNames(environment, repository.folder).length);
}
