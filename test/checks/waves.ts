/** Argo CD starts an Application after those that it needs: their sync waves are lower. */
import { addressesIn } from './addresses';
import { ARGO_CD, folderOf } from './applications';
import { every, group, member, ofKind, problem, text, type Manifest } from './objects';
import { topicsIn } from './topics';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** Argo CD takes anything else for 0. */
const WHOLE = /^-?\d+$/;

/** What one folder needs of another, and why. */
interface Need {
  readonly folder: string;
  readonly of: string;
  readonly because: string;
}

/** Waves that are no whole numbers, and Applications that start before, or with, what they need. */
export function waves(all: readonly Manifest[]): string[] {
  const started = new Map(
    ofKind(all, 'Application').flatMap(({ path: file, object }) => {
      const folder = folderOf(object) ?? text(object, 'spec.source.chart');
      return folder === undefined ? [] : [[folder, { file, wave: waveOf(object) }] as const];
    }),
  );
  const late = needs(all).flatMap(({ folder, of, because }) => {
    const [one, other] = [started.get(folder), started.get(of)];
    if (one === undefined || other === undefined || one.wave > other.wave) return [];
    const what = `wave ${one.wave} is not after wave ${other.wave} of ${other.file}, which has ${because}`;
    return [problem(one.file, WAVE, what)];
  });
  return [...notWhole(all), ...new Set(late)];
}

function notWhole(all: readonly Manifest[]): string[] {
  return all.flatMap(({ path: file, object: { metadata } }) => {
    const wave = metadata.annotations?.[WAVE];
    return wave === undefined || /^-?\d+$/.test(wave)
      ? []
      : [problem(file, WAVE, `${wave} is no whole number`)];
  });
}

function waveOf({ metadata }: Manifest['object']): number {
  const wave = metadata.annotations?.[WAVE] ?? '';
  return WHOLE.test(wave) ? Number(wave) : 0;
}

function needs(all: readonly Manifest[]): Need[] {
  return [...ofNamespaces(all), ...ofDefinitions(all), ...ofServices(all), ...ofTopics(all)].filter(
    ({ folder, of }) => folder !== of && !ARGO_CD.includes(folder),
  );
}

function ofNamespaces(all: readonly Manifest[]): Need[] {
  return ofKind(all, 'Namespace').flatMap((namespace) => {
    const { name } = namespace.object.metadata;
    return all
      .filter(({ object: { metadata } }) => metadata.namespace === name)
      .map((manifest) => need(manifest.path, namespace.path, `Namespace ${name}`));
  });
}

function ofDefinitions(all: readonly Manifest[]): Need[] {
  const own = ofKind(all, 'CustomResourceDefinition').flatMap((definition) => {
    const { spec } = definition.object;
    const kind = String(member(spec?.names, 'kind'));
    return all
      .filter(({ object }) => object.kind === kind && group(object.apiVersion) === spec?.group)
      .map((manifest) => need(manifest.path, definition.path, `the definition of ${kind}`));
  });
  const certManagers = all
    .filter(({ object: { apiVersion } }) => group(apiVersion) === 'cert-manager.io')
    .map(({ path, object: { kind } }) => need(path, 'cert-manager/', `the definition of ${kind}`));
  return [...own, ...certManagers];
}

function ofServices(all: readonly Manifest[]): Need[] {
  return addressesIn(all).flatMap(({ file, namespace, service }) =>
    ofKind(all, 'Service')
      .filter(({ object: { metadata } }) => metadata.name === service && metadata.namespace === namespace)
      .map(({ path }) => need(file, path, `Service ${service}`)),
  );
}

function ofTopics(all: readonly Manifest[]): Need[] {
  const declarations = ofKind(all, 'ConfigMap').filter(
    ({ object }) => every(object, 'data.topics').length > 0,
  );
  return declarations.flatMap(({ path }) =>
    topicsIn(all).map(({ file, value }) => need(file, path, `the topic ${value}`)),
  );
}

function need(file: string, other: string, because: string): Need {
  return { folder: file.split('/')[0] ?? '', of: other.split('/')[0] ?? '', because };
}
