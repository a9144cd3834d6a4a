/**
 * `dist/<environment>/README.md`: what a reviewer asks of an environment, answered from its objects. Nothing in it
 * is said by hand, so nothing of it can be forgotten.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contents } from './contents';
import { exposuresOf, type Exposure } from './exposure';
import { images } from './images';
import { list, table } from './markdown';
import { everyObject } from './objects';
import { picture } from './picture';
import { reach } from './reach';
import { resources } from './resources';
import { topics } from './topics';
import { workloadsOf } from './workloads';
import { ORIGIN, type ManifestFolder } from '../write';

const HEADER = `<!-- ${ORIGIN} -->`;

/** What the objects don't tell of themselves. */
export interface About {
  readonly environment: string;
  /** The references of the images that are built from this repository, without digests. */
  readonly builtImages: readonly string[];
}

/** Writes the page into the folder of the environment. @param folders those that were written there */
export function writeReadme(folders: readonly ManifestFolder[], about: About, folder: string): void {
  writeFileSync(join(folder, 'README.md'), readme(folders, about));
}

/** The page as text: the same for the same objects, whenever and wherever it is made. */
export function readme(folders: readonly ManifestFolder[], { environment, builtImages }: About): string {
  const objects = everyObject(folders);
  const workloads = workloadsOf(objects);
  const exposures = exposuresOf(objects, workloads);
  const sections: [title: string, ...texts: string[]][] = [
    [
      'What is in it',
      'One folder is one Argo CD Application; those of a wave come up together, and the next wave waits for them. ' +
        '`argocd/` is applied by hand, once, and `applications/` follows from it.',
      contents(folders),
    ],
    ['The picture', picture(objects, workloads, exposures)],
    [
      'Images',
      'All that is pulled; a site without the internet mirrors these. ' +
        `[docker-bake.json](../hosts/${environment}/docker-bake.json) says how those of this repository are built.`,
      images(workloads, new Set(builtImages)),
    ],
    ['Topics', topics(objects)],
    ['Reachable from outside the cluster', exposed(exposures)],
    [
      'Who may reach whom',
      'Beside these every pod may ask for names, and each node reaches its own pods. An address range means ' +
        'whoever has such an address, in the cluster or outside.',
      reach(objects),
    ],
    [
      'CPU, memory and storage',
      'Sums over the pods of each. What a Helm chart of somebody else brings is not counted.',
      resources(workloads, objects),
    ],
  ];
  const text = sections.flatMap(([title, ...texts]) => [`## ${title}`, ...texts]);
  return `${[HEADER, `# The environment ${environment}`, ...text].join('\n\n')}\n`;
}

function exposed(exposures: readonly Exposure[]): string {
  if (exposures.length === 0) return 'Nothing is.';
  return table(
    ['Where', 'Leads to', 'Who may'],
    exposures.map(({ allowed, at, port, workload }) => [
      at,
      workload === undefined ? 'nothing of this environment' : `${workload.kind} ${workload.name}, ${port}`,
      list(allowed),
    ]),
  );
}
