/** ConfigMaps and Secrets, and files that machines read. */
import { compareValues } from '../compare';
import { at, isFields, isKept, items, list } from '../fields';
import type { KubernetesObject, Rule } from '../model';

export const configuration: Rule = ({ kind, change, name, namespace, before }, surroundings) => {
  if (kind === 'File') {
    return [{ severity: 'info', text: 'Argo CD puts no files on machines: who runs them has to.' }];
  }
  if ((kind !== 'ConfigMap' && kind !== 'Secret') || change === 'added') return [];
  const readers = surroundings.after.filter(
    (object) => object.metadata.namespace === namespace && hasPods(object) && reads(object, kind, name),
  );
  if (change === 'removed') {
    return readers.length === 0 || isKept(before)
      ? []
      : [{ severity: 'danger', text: `Pods of ${named(readers)} can't start any more: they need it.` }];
  }
  const unaware = readers.filter((reader) => {
    const old = surroundings.before.find((object) => isSame(object, reader));
    return old !== undefined && compareValues(template(old), template(reader)).length === 0;
  });
  if (unaware.length === 0) return [];
  return [
    {
      severity: 'info',
      text: `Pods of ${named(unaware)} don't restart: most programs read it only at their start.`,
    },
  ];
};

const RESTARTABLE = ['Deployment', 'StatefulSet', 'DaemonSet'];
const hasPods = ({ kind }: KubernetesObject): boolean => RESTARTABLE.includes(kind);
const template = (object: KubernetesObject): unknown => at(object, 'spec', 'template');
const named = (objects: readonly KubernetesObject[]): string =>
  list(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort());
const isSame = (one: KubernetesObject, other: KubernetesObject): boolean =>
  one.kind === other.kind &&
  one.metadata.name === other.metadata.name &&
  one.metadata.namespace === other.metadata.namespace;

/** True when a volume or an environment variable of the pods comes from it. */
function reads(object: KubernetesObject, kind: string, name: string): boolean {
  const isReference = (field: string, value: unknown): boolean =>
    kind === 'ConfigMap'
      ? ['configMap', 'configMapKeyRef', 'configMapRef'].includes(field) && at(value, 'name') === name
      : (['secretKeyRef', 'secretRef'].includes(field) && at(value, 'name') === name) ||
        (field === 'secret' && (at(value, 'secretName') ?? at(value, 'name')) === name);
  const visit = (value: unknown): boolean => {
    if (Array.isArray(value)) return items(value).some(visit);
    if (!isFields(value)) return false;
    return Object.entries(value).some(([field, part]) => isReference(field, part) || visit(part));
  };
  return visit(template(object));
}
