/** What `npm run diff` says of a commit, and what Argo CD has done in the cluster since, in the same words. */
import { loadRevision } from '../../../review/load';
import { review } from '../../../review/review';
import { writesOfArgoCd } from '../audit';
import type { Stage } from '../stage';

/** The last commit's changes, `changed Deployment goflow2`, but for those that it says leave the cluster alone. */
export function foretold({ repository }: Stage): string[] {
  return review(
    { name: 'before', objects: loadRevision(repository.folder, 'HEAD~1') },
    { name: 'after', objects: loadRevision(repository.folder, 'HEAD') },
  )
    .environments.flatMap(({ objects }) => objects)
    .filter(({ consequences }) => !consequences.some(({ text }) => text.startsWith('Stays in the cluster')))
    .map(({ change, kind, name }) => `${change} ${kind} ${name}`)
    .sort();
}

const WORDS: Readonly<Record<string, string>> = {
  create: 'added',
  patch: 'changed',
  update: 'changed',
  delete: 'removed',
};

/** Argo CD's writes, each object once. One that was deleted and made again is a changed one. */
export async function done({ cluster }: Stage, since: Date): Promise<string[]> {
  const kinds = await kindsOf(cluster);
  const words = new Map<string, string>();
  for (const { verb, resource, name } of writesOfArgoCd(cluster.machine, since)) {
    // Argo CD keeps its own accounts in the Applications.
    const application = resource === 'applications.argoproj.io';
    if (application && !['create', 'delete'].includes(verb)) continue;
    const object = `${kinds.get(resource) ?? resource} ${name}`;
    const word = WORDS[verb] ?? verb;
    words.set(object, words.get(object) === 'removed' && word === 'added' ? 'changed' : word);
  }
  return [...words].map(([object, word]) => `${word} ${object}`).sort();
}

/** The kind of each resource, as `deployments.apps`. */
async function kindsOf({ kubectl }: Stage['cluster']): Promise<Map<string, string>> {
  const lines = (await kubectl.run('api-resources', '--no-headers')).trim().split('\n');
  return new Map(
    lines.map((line) => {
      const words = line.trim().split(/\s+/);
      const [version = '', , kind = ''] = words.slice(-3);
      const group = version.includes('/') ? [version.split('/')[0]] : [];
      return [[words[0], ...group].join('.'), kind];
    }),
  );
}
