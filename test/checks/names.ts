/**
 * Names, labels and annotations are written as the API server wants them
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and .../labels/), and objects of
 * namespaced kinds, and only they, have a namespace.
 */
import { every, problem, textMembers, type Manifest } from './objects';
import { pods } from './pods';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Kinds whose names are stricter than a subdomain: they become host names, or parts of other names. */
const STRICT: Readonly<Record<string, { readonly pattern: RegExp; readonly longest: number }>> = {
  Namespace: { pattern: LABEL, longest: 63 },
  Service: { pattern: LABEL_1035, longest: 63 },
  // Pods are called <name>-<ordinal>, and carry that name, and one with a hash, as the value of a label.
  StatefulSet: { pattern: LABEL, longest: 52 },
  // Job names are values of labels; those of a CronJob's Jobs are 11 characters longer.
  Job: { pattern: LABEL, longest: 63 },
  CronJob: { pattern: LABEL, longest: 52 },
};

const CLUSTER_WIDE = new Set([
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
  'ValidatingWebhookConfiguration',
]);

/** The most that the keys and values of an object's annotations may amount to, in bytes. */
const ANNOTATIONS = 262_144;

/** Names, labels, annotations and namespaces that the API server refuses. */
export function names(all: readonly Manifest[]): string[] {
  return [
    ...all.flatMap((manifest) => [...nameOf(manifest), ...scopeOf(manifest), ...metadataOf(manifest)]),
    ...pods(all).flatMap(({ file, spec, labels, containers }) => [
      ...labelProblems(file, `labels of ${spec.path}`, labels),
      ...containers
        .flatMap(({ path, value }) => [...every(value, 'name', path), ...every(value, 'ports[].name', path)])
        .filter(({ value }) => !LABEL.test(String(value)) || String(value).length > 63)
        .map(({ path, value }) => problem(file, path, `${String(value)} is no DNS label`)),
    ]),
  ];
}

function nameOf({ path: file, object: { kind, metadata } }: Manifest): string[] {
  const { pattern, longest } = STRICT[kind] ?? { pattern: SUBDOMAIN, longest: 253 };
  const { name } = metadata;
  const problems = [
    ...(pattern.test(name)
      ? []
      : [`${name} is no DNS ${pattern === SUBDOMAIN ? 'subdomain' : 'label'}, which a ${kind} needs`]),
    ...(name.length <= longest ? [] : [`${name.length} characters, of which a ${kind} may have ${longest}`]),
  ];
  return problems.map((what) => problem(file, 'metadata.name', what));
}

function scopeOf({ path: file, object: { kind, metadata } }: Manifest): string[] {
  if (CLUSTER_WIDE.has(kind) === (metadata.namespace === undefined)) return [];
  const what = CLUSTER_WIDE.has(kind) ? `a ${kind} is in no namespace` : `a ${kind} without a namespace`;
  return [problem(file, 'metadata.namespace', what)];
}

function metadataOf({ path: file, object: { metadata } }: Manifest): string[] {
  const annotations = Object.entries(textMembers(metadata.annotations));
  const size = annotations.reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  return [
    ...labelProblems(file, 'metadata.labels', textMembers(metadata.labels)),
    ...annotations
      .filter(([key]) => !isKey(key))
      .map(([key]) => problem(file, 'metadata.annotations', `${key} is no annotation's name`)),
    ...(size > ANNOTATIONS
      ? [problem(file, 'metadata.annotations', `${size} bytes, of which there may be ${ANNOTATIONS}`)]
      : []),
  ];
}

function labelProblems(file: string, path: string, labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isKey(key) ? [] : [problem(file, path, `${key} is no label's name`)]),
    ...(value === '' || (QUALIFIED.test(value) && value.length <= 63)
      ? []
      : [problem(file, path, `${key}: ${value} is no label's value`)]),
  ]);
}

/** `name` or `prefix/name`. */
function isKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [prefix, ...more] = parts;
  return (
    QUALIFIED.test(name) &&
    name.length <= 63 &&
    more.length === 0 &&
    (prefix === undefined || (SUBDOMAIN.test(prefix) && prefix.length <= 253))
  );
}
