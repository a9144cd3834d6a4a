/** Things that others live in or pass through: namespaces, CRDs, webhooks. */
import { compareValues } from '../compare';
import { at, inline, isKept, items, list, texts } from '../fields';
import { danger, type Consequence, type ObjectChange, type Rule } from '../model';

/** From the most open to the strictest Pod Security level. */
const LEVELS = ['privileged', 'baseline', 'restricted'];
const ENFORCE = 'pod-security.kubernetes.io/enforce';

export const namespaces: Rule = ({ kind, change, before, after }) => {
  if (kind !== 'Namespace' || !before) return [];
  if (change === 'removed') {
    return isKept(before)
      ? []
      : [danger('Everything in the namespace is deleted with it, volume claims included.')];
  }
  const [old = '', level = ''] = [before, after].map((object) =>
    inline(at(object, 'metadata', 'labels', ENFORCE) ?? 'privileged'),
  );
  if (old === level) return [];
  return LEVELS.indexOf(level) < LEVELS.indexOf(old)
    ? [danger(`Pods may do more: Pod Security goes down from ${old} to ${level}.`)]
    : [
        {
          severity: 'info',
          text: `New pods must keep to Pod Security ${level} instead of ${old}; running ones stay.`,
        },
      ];
};

export const customResources: Rule = ({ kind, name, change, before, after }) => {
  if (kind !== 'CustomResourceDefinition' || !before) return [];
  if (change === 'removed') {
    return isKept(before) ? [] : [danger(`All ${name} of the cluster are deleted with their definition.`)];
  }
  const [old, current] = [versions(before), versions(after)];
  const found = [...old].flatMap(([version, definition]): Consequence[] => {
    const kept = current.get(version);
    if (kept === undefined) {
      return [
        danger(
          `Version ${version} is dropped: its manifests and clients fail, and the API server refuses the change ` +
            `while status.storedVersions names it.`,
        ),
      ];
    }
    if (at(definition, 'served') !== false && at(kept, 'served') === false) {
      return [danger(`Version ${version} is no longer served: its manifests and clients fail.`)];
    }
    return [];
  });
  return [...found, ...schemaChanged(old, current)];
};

const versions = (object: unknown): Map<string, unknown> =>
  new Map(items(at(object, 'spec', 'versions')).map((version) => [inline(at(version, 'name')), version]));

function schemaChanged(old: Map<string, unknown>, current: Map<string, unknown>): Consequence[] {
  return [...old].flatMap(([version, definition]) => {
    const path = ['schema', 'openAPIV3Schema'];
    const gone = compareValues(at(definition, ...path), at(current.get(version), ...path)).flatMap(
      (change) => {
        const fields = change.path.map((step) => ('field' in step ? step.field : step.item));
        return change.change === 'removed' && fields.at(-2) === 'properties'
          ? [fields.filter((_, index) => index % 2 === 1).join('.')]
          : [];
      },
    );
    if (gone.length === 0 || !current.has(version)) return [];
    const named = gone.length > 5 ? [...gone.slice(0, 5), `${gone.length - 5} more`] : gone;
    return [
      danger(
        `Version ${version} no longer knows ${list(named)}: the API server drops what objects have there.`,
      ),
    ];
  });
}

export const webhooks: Rule = (change) => {
  if (!/^(Validating|Mutating)WebhookConfiguration$/.test(change.kind)) return [];
  const { before, after } = change;
  const [old, current] = [hooks(before), hooks(after)];
  return [
    ...[...old].flatMap(([name, hook]) =>
      current.has(name) || isKept(before) ? [] : [unchecked(change, name, hook)],
    ),
    ...[...current].flatMap(([name, hook]) => policy(change, name, old.get(name), hook)),
  ];
};

const hooks = (object: unknown): Map<string, unknown> =>
  new Map(items(at(object, 'webhooks')).map((hook) => [inline(at(hook, 'name')), hook]));

const isMutating = ({ kind }: ObjectChange): boolean => kind.startsWith('Mutating');

function unchecked(change: ObjectChange, name: string, hook: unknown): Consequence {
  const effect = isMutating(change) ? 'stored without their defaults' : 'stored unchecked';
  return danger(`Webhook ${name} is gone: ${resources(hook)} are ${effect}.`);
}

function policy(change: ObjectChange, name: string, before: unknown, hook: unknown): Consequence[] {
  const failure = (value: unknown) => inline(at(value, 'failurePolicy') ?? 'Fail');
  if (failure(before) === failure(hook) && before !== undefined) return [];
  if (failure(hook) === 'Fail') {
    return [
      {
        severity: before === undefined ? 'info' : 'danger',
        text: `Webhook ${name} fails closed: no change of ${resources(hook)} passes while its service is away.`,
      },
    ];
  }
  const effect = isMutating(change) ? 'without their defaults' : 'unchecked';
  return before === undefined
    ? []
    : [danger(`Webhook ${name} fails open: while its service is away, ${resources(hook)} pass ${effect}.`)];
}

const resources = (hook: unknown): string =>
  list([...new Set(items(at(hook, 'rules')).flatMap((rule) => texts(at(rule, 'resources'))))]) || 'objects';
