/** Fields that the API server never changes in place. */
import { at, isFields, isReplaced, list } from '../fields';
import type { KubernetesObject, ObjectChange, Rule } from '../model';
import { compareValues, pathText } from '../compare';
import { quantity } from './quantity';

/** All of `spec` but these. */
const CHANGEABLE: Readonly<Record<string, readonly string[]>> = {
  StatefulSet: [
    ...['replicas', 'ordinals', 'template', 'updateStrategy', 'minReadySeconds', 'revisionHistoryLimit'],
    'persistentVolumeClaimRetentionPolicy',
  ],
  PersistentVolumeClaim: ['resources', 'volumeAttributesClassName'],
};

/** Only these. */
const UNCHANGEABLE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'selector']],
  ReplicaSet: [['spec', 'selector']],
  DaemonSet: [['spec', 'selector']],
  Service: [['spec', 'clusterIP']],
  Job: [
    ['spec', 'template'],
    ['spec', 'selector'],
    ['spec', 'completions'],
    ['spec', 'completionMode'],
  ],
  RoleBinding: [['roleRef']],
  ClusterRoleBinding: [['roleRef']],
  StorageClass: [['provisioner'], ['parameters'], ['reclaimPolicy'], ['volumeBindingMode']],
  CustomResourceDefinition: [
    ['spec', 'group'],
    ['spec', 'scope'],
  ],
};

/** Refuses to be changed, and names the fields that were tried. */
export function immutableFields(change: ObjectChange): readonly string[] {
  const { before, after, kind } = change;
  if (!before || !after) return [];
  const differs = (path: readonly string[]) =>
    compareValues(at(before, ...path), at(after, ...path)).length > 0;
  const changeable = CHANGEABLE[kind];
  const paths = changeable
    ? [...specFields(before), ...specFields(after)]
        .filter((field) => !changeable.includes(field))
        .map((field) => ['spec', field])
    : (UNCHANGEABLE[kind] ?? []);
  const named = paths.filter(differs).map((path) => pathText(path.map((field) => ({ field }))));
  const frozen = at(before, 'immutable') === true && (kind === 'ConfigMap' || kind === 'Secret');
  const contents = frozen ? ['data', 'binaryData', 'stringData'].filter((field) => differs([field])) : [];
  const shrunk = kind === 'PersistentVolumeClaim' && storage(after) < storage(before);
  return [...new Set([...named, ...contents, ...(shrunk ? ['spec.resources.requests.storage'] : [])])].sort();
}

const specFields = (object: KubernetesObject): string[] => {
  const spec = at(object, 'spec');
  return isFields(spec) ? Object.keys(spec) : [];
};

const storage = (object: KubernetesObject): number =>
  quantity(at(object, 'spec', 'resources', 'requests', 'storage'));

/** What goes with an object that has to be deleted to be changed. */
const LOST: Readonly<Record<string, string>> = {
  Deployment: ' Its pods stop meanwhile.',
  DaemonSet: ' Its pods stop meanwhile.',
  StatefulSet: ' Its pods stop meanwhile, unless they are orphaned; its volume claims stay as they are.',
  Service: ' Its name leads nowhere meanwhile.',
  PersistentVolumeClaim: ' Its data goes with it.',
  CustomResourceDefinition: ' All objects of this kind go with it.',
};

export const immutable: Rule = (change) => {
  const fields = immutableFields(change);
  if (fields.length === 0) return [];
  const { kind, after } = change;
  const named = `${list(fields)} can't be changed in place`;
  if (kind === 'Job' && isArgoHook(after)) {
    return [{ severity: 'info', text: `Argo CD deletes the Job and runs the new one at the next sync.` }];
  }
  const lost = LOST[kind] ?? '';
  return isReplaced(after)
    ? [
        {
          severity: kind === 'Job' ? 'restart' : 'danger',
          text: `${named}: Argo CD deletes the ${kind} and makes it again (Force=true, Replace=true).${lost}`,
        },
      ]
    : [
        {
          severity: 'danger',
          text: `${named}: the sync fails until the ${kind} is deleted and made again.${lost}`,
        },
      ];
};

/** A hook is deleted before it is made again, unless its policy says otherwise. */
function isArgoHook(object: KubernetesObject | undefined): boolean {
  const annotations = at(object, 'metadata', 'annotations');
  const policy = at(annotations, 'argocd.argoproj.io/hook-delete-policy') ?? 'BeforeHookCreation';
  return (
    typeof at(annotations, 'argocd.argoproj.io/hook') === 'string' &&
    typeof policy === 'string' &&
    policy.includes('BeforeHookCreation')
  );
}
