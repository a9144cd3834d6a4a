/** Documents and messages as the page shows them: member by member, with all digits. */
import { leaves } from '../normalizer/src/fields';
import { nameOf } from '../normalizer/src/fields/leaf';
import { parseExact } from '../normalizer/src/record/json';

/** A leaf of a document. */
export interface ShownLeaf {
  /** From the module on. */
  readonly path: string;
  readonly value: string;
  /** The keys of the collector's message that it may come from. */
  readonly keys: readonly string[];
}

/** What the page's tables are made of. */
export interface Flow {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly ports: readonly [number | undefined, number | undefined];
  /** Of the flow itself: what was sampled, times the sampling interval. */
  readonly bytes: number;
  readonly exporter: string;
  readonly recordType: string;
}

const ROOT = '/netflow-v9:netflow/';
const RECORD = 'export-packet/flow-data-record/';

/** By the path that the declaration of the fields has. */
const KEYS = new Map(leaves.map(({ path, sources }) => [path, (sources.v2?.keys ?? []).map(nameOf)]));

/** Every leaf of a document, in its order. */
export function leavesOf(document: string): ShownLeaf[] {
  return flatten(parseExact(document), '')
    .map(([path, value]) => [path.replace('netflow-v9:netflow/', ''), value] as const)
    .map(([path, value]) => ({
      path: ROOT + path,
      value,
      keys: KEYS.get(path.startsWith(RECORD) ? path.slice(RECORD.length) : path) ?? [],
    }));
}

/** Every member of a message, in its order. */
export function membersOf(message: string): { readonly key: string; readonly value: string }[] {
  return flatten(parseExact(message), '').map(([key, value]) => ({ key, value }));
}

/** The list of records has one entry and no step of its own in a path. */
function flatten(value: unknown, path: string): [path: string, value: string][] {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return value.flatMap((item) => flatten(item, path));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, text(value)]];
  return Object.entries(value).flatMap(([name, member]) =>
    flatten(member, path === '' ? name : `${path}/${name}`),
  );
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The facts of a document that the tables count. */
export function flowOf(shown: readonly ShownLeaf[]): Flow {
  const all = new Map(shown.map(({ path, value }) => [path.slice(ROOT.length).replace(RECORD, ''), value]));
  const number = (path: string) => (all.has(path) ? Number(all.get(path)) : undefined);
  return {
    source: all.get('ipv4/src-address') ?? all.get('ipv6/src-address') ?? '',
    destination: all.get('ipv4/dst-address') ?? all.get('ipv6/dst-address') ?? '',
    protocol: all.get('protocol') ?? '',
    ports: [number('src-port'), number('dst-port')],
    bytes: (number('bytes-in') ?? 0) * Math.max(1, number('sampling-interval') ?? 1),
    exporter:
      all.get('collector-goflow2/sampler-address') ?? all.get('collector-goflow2/sampler-address-ipv6') ?? '',
    // The document is silent of what the module was made for.
    recordType: all.get('export-packet/record-type') ?? 'netflow-v9',
  };
}
