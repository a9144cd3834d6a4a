/** What is in the environment, in the order in which Argo CD brings it up. */
import { SYNC_WAVE } from '../../argocd/waves';
import { code, groupBy, list, table } from './markdown';
import { everyObject, ofKind, type Written } from './objects';
import type { ManifestFolder } from '../write';

interface ApplicationSpec {
  readonly source: {
    readonly repoURL: string;
    readonly targetRevision: string;
    readonly path?: string;
    readonly chart?: string;
  };
  readonly destination: { readonly namespace: string };
}

/** A row per Application: its wave, where it is, and its objects by kind. */
export function contents(folders: readonly ManifestFolder[]): string {
  const rows = ofKind<ApplicationSpec>(everyObject(folders), 'Application')
    .filter(({ metadata }) => metadata.annotations?.[SYNC_WAVE] !== undefined)
    .map((application) => row(application, folders))
    .sort((a, b) => Number(a[0]) - Number(b[0]));
  return table(['Wave', 'Application', 'Namespaces', 'Objects'], rows);
}

function row({ metadata, spec }: Written<ApplicationSpec>, folders: readonly ManifestFolder[]): string[] {
  const wave = metadata.annotations?.[SYNC_WAVE] ?? '';
  const { source, destination } = spec;
  if (source.chart !== undefined) {
    const chart = `Helm chart ${code(`${source.chart}:${source.targetRevision}`)} of ${source.repoURL}`;
    return [wave, metadata.name, destination.namespace, chart];
  }
  const folder = source.path?.split('/').pop() ?? '';
  const objects = folders.find(({ name }) => name === folder)?.objects ?? [];
  const kinds = [...groupBy(objects, ({ kind }) => kind)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, alike]) => (alike.length === 1 ? kind : `${alike.length} ${kind}`));
  const namespaces = objects.flatMap((object) => object.metadata.namespace ?? []).sort();
  return [wave, `[${metadata.name}](${folder}/)`, list(namespaces), list(kinds)];
}
