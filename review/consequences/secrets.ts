/** Secrets that pods want, and that nothing in the environment makes: people have to, before. */
import { at, isFields, items, list } from '../fields';
import type { KubernetesObject, Rule } from '../model';

export const secrets: Rule = ({ namespace, after }, surroundings) => {
  if (after === undefined) return [];
  const here = (objects: readonly KubernetesObject[]) =>
    objects.filter(({ metadata }) => metadata.namespace === namespace);
  const known = here(surroundings.before).flatMap(secretsOf);
  const made = here(surroundings.after).flatMap(madeBy);
  const missing = [...new Set(secretsOf(after))].filter(
    (name) => !known.includes(name) && !made.includes(name),
  );
  if (missing.length === 0) return [];
  const names = list(missing.sort().map((name) => `Secret ${name}`));
  return [
    {
      // All of a new environment is still to come.
      severity: surroundings.before.length === 0 ? 'info' : 'danger',
      text: `Its pods start only where ${names} ${missing.length === 1 ? 'is' : 'are'} in ${namespace ?? 'their namespace'}: nothing here makes ${missing.length === 1 ? 'it' : 'them'}, so make sure before.`,
    },
  ];
};

const WITH_PODS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'FlinkCluster'];

/** The Secrets without which the object's pods can't start, or can't have their image. */
function secretsOf({ kind, spec }: KubernetesObject): string[] {
  return WITH_PODS.includes(kind) ? within(spec) : [];
}

function within(value: unknown): string[] {
  if (Array.isArray(value)) return items(value).flatMap(within);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([field, part]) => [...named(field, part), ...within(part)]);
}

function named(field: string, value: unknown): string[] {
  if (at(value, 'optional') === true) return [];
  switch (field) {
    case 'secret':
      return text(at(value, 'secretName'));
    case 'secretKeyRef':
    case 'secretRef':
      return text(at(value, 'name'));
    case 'imagePullSecrets':
    case 'pullSecrets':
      return items(value).flatMap((item) => text(at(item, 'name')));
    default:
      return [];
  }
}

/** By cert-manager, or as they are. */
function madeBy({ kind, metadata, spec }: KubernetesObject): string[] {
  if (kind === 'Certificate') return text(at(spec, 'secretName'));
  return kind === 'Secret' ? [metadata.name] : [];
}

const text = (value: unknown): string[] => (typeof value === 'string' ? [value] : []);
