/** Argo CD's Applications: each folder of the environment has one, and its project lets it do what it does. */
import { ofKind, problem, text, texts, every, member, group, type Manifest } from './objects';

/** The folders of Argo CD's own objects: the root Application syncs parts of both. */
export const ARGO_CD = ['argocd', 'applications'];

/** Applications without a folder, folders without an Application, and what a project does not allow. */
export function applications(all: readonly Manifest[]): string[] {
  return [...folders(all), ...projects(all)];
}

/** The folder below `dist/<environment>/` that an Application syncs; undefined for the root, and for one from elsewhere. */
export function folderOf(application: Manifest['object']): string | undefined {
  const [, , ...folder] = text(application, 'spec.source.path')?.split('/') ?? [];
  return folder.length === 0 ? undefined : folder.join('/');
}

/** Holds when there are no Applications of folders at all: Argo CD is then told by hand. */
function folders(all: readonly Manifest[]): string[] {
  const there = new Set(all.map(({ path }) => path.split('/')[0] ?? ''));
  const found = ofKind(all, 'Application').flatMap(({ path: file, object }) => {
    const folder = folderOf(object);
    return folder === undefined ? [] : [{ file, folder, path: text(object, 'spec.source.path') ?? '' }];
  });
  if (found.length === 0) return [];
  return [
    ...found
      .filter(({ folder, path }) => !there.has(folder) || !path.startsWith('dist/'))
      .map(({ file, path }) => problem(file, 'spec.source.path', `there is no folder ${path}`)),
    ...[...there].flatMap((folder) => {
      const of = found.filter((application) => application.folder === folder);
      if (of.length === 1) return [];
      if (of.length === 0)
        return ARGO_CD.includes(folder) ? [] : [problem(folder, 'the folder', 'has no Application')];
      return [
        problem(
          folder,
          'the folder',
          `has ${of.length} Applications: ${of.map(({ file }) => file).join(', ')}`,
        ),
      ];
    }),
  ];
}

function projects(all: readonly Manifest[]): string[] {
  return ofKind(all, 'Application').flatMap(({ path: file, object }) => {
    const name = text(object, 'spec.project') ?? '';
    // The project "default" comes with Argo CD, and allows everything.
    if (name === 'default') return [];
    const project = ofKind(all, 'AppProject').find(({ object: { metadata } }) => metadata.name === name);
    if (project === undefined) return [problem(file, 'spec.project', `there is no AppProject ${name}`)];
    return refused(all, file, object, project.object);
  });
}

function refused(
  all: readonly Manifest[],
  file: string,
  application: Manifest['object'],
  project: Manifest['object'],
): string[] {
  const allowed = {
    repositories: texts(project, 'spec.sourceRepos[]').map(({ value }) => value),
    namespaces: texts(project, 'spec.destinations[].namespace').map(({ value }) => value),
    cluster: every(project, 'spec.clusterResourceWhitelist[]'),
    namespaced: every(project, 'spec.namespaceResourceWhitelist[]'),
  };
  const folder = folderOf(application);
  const synced = all.filter(({ path }) => folder !== undefined && path.startsWith(`${folder}/`));
  const needed = [
    ...texts(application, 'spec.destination.namespace'),
    ...synced.flatMap(({ object }) => texts(object, 'metadata.namespace')),
  ].map(({ value }) => value);
  const kinds = synced
    .filter(
      ({ object: { apiVersion, kind, metadata } }) =>
        !(metadata.namespace === undefined ? allowed.cluster : allowed.namespaced).some(
          ({ value }) => member(value, 'group') === group(apiVersion) && member(value, 'kind') === kind,
        ),
    )
    .map(({ object: { apiVersion, kind } }) => `${apiVersion} ${kind}`);
  const by = `AppProject ${project.metadata.name}`;
  return [
    ...texts(application, 'spec.source.repoURL')
      .filter(({ value }) => !allowed.repositories.includes(value))
      .map(({ path, value }) => problem(file, path, `${by} does not allow ${value}`)),
    ...[...new Set(needed)]
      .filter((namespace) => !allowed.namespaces.includes(namespace))
      .map((namespace) => problem(file, 'spec.project', `${by} does not allow the namespace ${namespace}`)),
    ...[...new Set(kinds)].map((kind) => problem(file, 'spec.project', `${by} does not allow ${kind}`)),
  ];
}
