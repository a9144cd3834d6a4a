/** What cdk8s' JsonPatch leaves to others: whether an operation fits an object, and merge patches as operations. */
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from './values/patches';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What would do in the place of an operation that doesn't fit (RFC 6902, section 4); undefined, if it does.
 * cdk8s would replace or remove what isn't there without a word.
 */
export function refusal(document: unknown, operation: Operation): string | undefined {
  const { op, path } = operation;
  if (op === 'move' || op === 'copy') {
    if (at(document, keys(operation.from)) === undefined)
      return `a from that is there; ${operation.from} is not`;
  }
  const place = keys(path);
  if (op === 'remove' || op === 'replace' || op === 'test') {
    const found = at(document, place);
    if (found === undefined) return `a path that is there; ${path} is not`;
    if (op !== 'test' || isDeepStrictEqual(found, operation.value)) return undefined;
    return `a test that holds; at ${path} is ${JSON.stringify(found)}`;
  }
  return fitsInto(at(document, place.slice(0, -1)), place.at(-1))
    ? undefined
    : `a path whose parent is there and takes it; that of ${path} does not`;
}

/** Whether an object or a list takes something under the key; the document as a whole has none. */
function fitsInto(parent: unknown, key: string | undefined): boolean {
  if (key === undefined) return false;
  if (Array.isArray(parent))
    return key === '-' || (/^(0|[1-9]\d*)$/.test(key) && Number(key) <= parent.length);
  return isFields(parent);
}

/** The keys of a JSON Pointer (RFC 6901). */
function keys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const holder = value as Fields | undefined | null;
    return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
      ? holder[key]
      : undefined;
  }, document);
}

/** The operations that do to a document what a merge patch does (RFC 7386). */
export function mergeOperations(document: unknown, patch: Fields, pointer = ''): Operation[] {
  return Object.entries(patch).flatMap(([key, value]): Operation[] => {
    const path = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const found = at(document, [key]);
    if (value === null) return found === undefined ? [] : [{ op: 'remove', path }];
    if (isFields(value) && isFields(found)) return mergeOperations(found, value, path);
    return [{ op: 'add', path, value: withoutNulls(value) }];
  });
}

/** In what is new there is nothing for null to take away. */
function withoutNulls(value: unknown): unknown {
  if (!isFields(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}
