/** A whole environment brought up by the documented commands, for what doesn't test how it comes up. */
import { imageReference } from '../../charts/kubernetes/image';
import { allHealthy, healthy } from './applications';
import { documented } from './documented';
import { pushImage } from './images/images';
import { application, applicationNames, run, type Stage } from './stage';

/** Resolves when all Applications are synced and healthy. */
export async function bringUp(stage: Stage): Promise<void> {
  const { cluster, environment, repository, values } = stage;
  for (const lines of documented('docs/how-to/argocd.md', 'Start', environment)) await run(stage, lines);
  await healthy(cluster.kubectl, application(environment, 'registry'));
  const image = imageReference(values.images.normalizer, values.registry.endpoint);
  await pushImage(cluster.machine, cluster.images.normalizer, image);
  await allHealthy(cluster.kubectl, applicationNames(environment, repository.folder).length);
}
