/**
 * How two revisions differ: objects by group, kind, namespace and name; fields by their path; the items of a
 * list by the key that the API server merges them by, so that a new first container doesn't change all others.
 */
import { isDeepStrictEqual } from 'node:util';
import { canonical, group, inline, isFields, type Fields } from './fields';
import type { FieldChange, ObjectChange, PathStep, PlacedObject } from './model';

/** The objects that differ, by application and identity. */
export function compareRevisions(
  before: readonly PlacedObject[],
  after: readonly PlacedObject[],
): ObjectChange[] {
  const old = byIdentity(before);
  const current = byIdentity(after);
  return [...new Set([...old.keys(), ...current.keys()])]
    .flatMap((identity) => {
      const change = compareObject(old.get(identity), current.get(identity));
      return change ? [{ change, place: `${change.application}\0${identity}` }] : [];
    })
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ change }) => change);
}

function byIdentity(objects: readonly PlacedObject[]): Map<string, PlacedObject> {
  return new Map(
    objects.map((placed) => {
      const { apiVersion, kind, metadata } = placed.object;
      const identity = [placed.environment, group(apiVersion), kind, metadata.namespace ?? '', metadata.name];
      return [identity.join('\0'), placed];
    }),
  );
}

function compareObject(
  before: PlacedObject | undefined,
  after: PlacedObject | undefined,
): ObjectChange | undefined {
  const placed = after ?? before;
  if (!placed) return undefined;
  const fields = before && after ? compareValues(before.object, after.object) : [];
  const moved = before !== undefined && after !== undefined && before.application !== after.application;
  if (before && after && fields.length === 0 && !moved) return undefined;
  const { apiVersion, kind, metadata } = placed.object;
  return {
    environment: placed.environment,
    application: placed.application,
    ...(moved && { movedFrom: before.application }),
    change: !before ? 'added' : !after ? 'removed' : 'changed',
    apiVersion,
    kind,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name,
    ...(before && { before: before.object }),
    ...(after && { after: after.object }),
    fields,
  };
}

/** Every field that differs, in the order of their paths; a whole subtree that came or went is one change. */
export function compareValues(
  before: unknown,
  after: unknown,
  path: readonly PathStep[] = [],
): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [{ path, change: 'added', after }];
  if (after === undefined) return [{ path, change: 'removed', before }];
  if (isFields(before) && isFields(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .flatMap((field) => compareValues(before[field], after[field], [...path, { field }]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  return [{ path, change: 'changed', before, after }];
}

type Key = (item: Fields) => string | undefined;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** One field, or several joined by a slash; undefined when the first is absent. */
const by =
  (first: string, ...others: readonly string[]): Key =>
  (item) => {
    const found = text(item[first]);
    if (found === undefined) return undefined;
    return [found, ...others.flatMap((field) => text(item[field]) ?? [])].join('/');
  };

const port =
  (number: string): Key =>
  (item) =>
    item[number] === undefined ? undefined : `${text(item[number]) ?? ''}/${text(item.protocol) ?? 'TCP'}`;

/** The merge keys of Kubernetes' lists, by the name of the list; the first that all items have is taken. */
const KEYS: Readonly<Record<string, readonly Key[]>> = {
  ports: [port('containerPort'), port('port'), by('name')],
  extraPorts: [port('containerPort')],
  volumeMounts: [by('mountPath')],
  volumeDevices: [by('devicePath')],
  hostAliases: [by('ip')],
  topologySpreadConstraints: [by('topologyKey', 'whenUnsatisfiable')],
  volumeClaimTemplates: [(item) => (isFields(item.metadata) ? text(item.metadata.name) : undefined)],
  subjects: [by('kind', 'namespace', 'name')],
  // RBAC: one rule per groups and resources, so that a new verb is a change of its rule.
  rules: [
    (item) =>
      item.resources === undefined
        ? undefined
        : [item.apiGroups, item.resources, item.resourceNames]
            .filter((part) => part !== undefined)
            .map((part) =>
              Array.isArray(part) ? part.map((one) => inline(one) || '""').join(',') : inline(part),
            )
            .join('/'),
    by('host'),
  ],
};
const BY_NAME: Key = by('name');

/** The lists in which the order of texts says nothing. */
const SETS = new Set([
  ...['verbs', 'resources', 'apiGroups', 'resourceNames', 'nonResourceURLs', 'apiVersions', 'operations'],
  ...['accessModes', 'policyTypes', 'finalizers', 'add', 'drop'],
]);

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly PathStep[],
): FieldChange[] {
  const last = path.at(-1);
  const name = last && 'field' in last ? last.field : '';
  for (const key of [...(KEYS[name] ?? []), BY_NAME]) {
    const old = keyed(before, key);
    const current = keyed(after, key);
    if (!old || !current) continue;
    const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((item) =>
      compareValues(old.get(item), current.get(item), [...path, { item }]),
    );
    const [order, newOrder] = [
      [...old.keys()].filter((item) => current.has(item)),
      [...current.keys()].filter((item) => old.has(item)),
    ];
    return isDeepStrictEqual(order, newOrder)
      ? changes
      : [
          ...changes,
          { path: [...path, { item: 'order' }], change: 'changed', before: order, after: newOrder },
        ];
  }
  return SETS.has(name) ? compareSets(before, after, path) : compareSequences(before, after, path);
}

/** The items by their key; undefined when one has none, or two have the same. */
function keyed(list: readonly unknown[], key: Key): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of list) {
    const value = isFields(item) ? key(item) : undefined;
    if (value === undefined || found.has(value)) return undefined;
    found.set(value, item);
  }
  return found;
}

function compareSets(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly PathStep[],
): FieldChange[] {
  const missing = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter((item) => !other.some((one) => isDeepStrictEqual(one, item)));
  return [
    ...missing(before, after).map((item) => itemChange(path, item, 'removed')),
    ...missing(after, before).map((item) => itemChange(path, item, 'added')),
  ];
}

/** Lists without keys: what an editor would show, items taken out and put in. */
function compareSequences(
  before: readonly unknown[],
  after: readonly unknown[],
  path: readonly PathStep[],
): FieldChange[] {
  const edits = compareItems(before.map(canonical), after.map(canonical));
  return edits.flatMap(({ op, index }): FieldChange[] => {
    const at = [...path, { item: String(index) }];
    if (op === ' ') return [];
    return op === '-'
      ? [{ path: at, change: 'removed', before: before[index] }]
      : [{ path: at, change: 'added', after: after[index] }];
  });
}

const itemChange = (path: readonly PathStep[], item: unknown, change: 'added' | 'removed'): FieldChange => ({
  path: [...path, { item: inline(item) }],
  change,
  ...(change === 'added' ? { after: item } : { before: item }),
});

export interface Edit {
  readonly op: ' ' | '-' | '+';
  /** Position in the old list for `-` and ` `, in the new one for `+`. */
  readonly index: number;
}

/** The fewest items to take out and put in: by the longest common subsequence, between equal ends. */
export function compareItems(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  const old = before.slice(start, before.length - end);
  const current = after.slice(start, after.length - end);
  // lengths[i][j]: the longest common subsequence of old from i and current from j.
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(current.length + 1));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = current.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (!row) continue;
      row[j] =
        old[i] === current[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const edits: Edit[] = before.slice(0, start).map((_, index) => ({ op: ' ', index }));
  let [i, j] = [0, 0];
  while (i < old.length || j < current.length) {
    if (i < old.length && j < current.length && old[i] === current[j]) {
      edits.push({ op: ' ', index: start + i++ });
      j++;
    } else if (i < old.length && (j === current.length || length(i + 1, j) >= length(i, j + 1))) {
      edits.push({ op: '-', index: start + i++ });
    } else {
      edits.push({ op: '+', index: start + j++ });
    }
  }
  return [
    ...edits,
    ...before
      .slice(before.length - end)
      .map((_, index): Edit => ({ op: ' ', index: before.length - end + index })),
  ];
}

/** `spec.template.spec.containers[kafka].image`, `data["server.properties"]`. */
export function pathText(path: readonly PathStep[]): string {
  return path
    .map((step, index) => {
      if ('item' in step) return `[${step.item}]`;
      if (!/^[A-Za-z0-9_$-]+$/.test(step.field)) return `["${step.field}"]`;
      return index === 0 ? step.field : `.${step.field}`;
    })
    .join('');
}
