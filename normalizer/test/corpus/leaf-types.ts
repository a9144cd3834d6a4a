/** What each leaf may hold, read from the module itself: a check of every document, without yanglint. */
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { all, one, parse, type Statement } from '../../yang/statement';

/** The values of a type: those of an enumeration, a range of integers, or whatever a test takes. */
export interface LeafType {
  readonly holds: (value: unknown) => boolean;
  /** Of integers. */
  readonly greatest?: bigint;
}

const integer = (from: bigint, greatest: bigint): LeafType => ({
  greatest,
  holds: (value) => {
    const text = String(value);
    return /^(0|-?[1-9]\d*)$/.test(text) && BigInt(text) >= from && BigInt(text) <= greatest;
  },
});

const text = (fits: (value: string) => boolean): LeafType => ({
  holds: (value) => typeof value === 'string' && fits(value),
});

const unsigned = (bits: number) => integer(0n, 2n ** BigInt(bits) - 1n);

const isPrefix = (value: string) =>
  isIPv4(value.split('/')[0] ?? '') && /^(\d|[12]\d|3[0-2])$/.test(value.split('/')[1] ?? '');

/** The types that the module takes from YANG itself, and from the modules of RFC 6991. */
const known: Readonly<Record<string, LeafType>> = {
  int32: integer(-(2n ** 31n), 2n ** 31n - 1n),
  uint8: unsigned(8),
  uint16: unsigned(16),
  uint32: unsigned(32),
  uint64: unsigned(64),
  'yang:counter32': unsigned(32),
  'yang:counter64': unsigned(64),
  'yang:timestamp': unsigned(32),
  'yang:mac-address': text((value) => /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)),
  'inet:port-number': unsigned(16),
  'inet:as-number': unsigned(32),
  'inet:ipv6-flow-label': unsigned(20),
  'inet:ipv4-address': text(isIPv4),
  'inet:ipv6-address': text(isIPv6),
  'inet:ipv4-prefix': text(isPrefix),
};

function typeOf(node: Statement, typedefs: ReadonlyMap<string, Statement>): LeafType | undefined {
  const [type] = all(node, 'type');
  const name = type?.argument ?? '';
  const typedef = typedefs.get(name);
  const names = (keyword: string) => all(type ?? node, keyword).map(({ argument }) => argument);
  if (name === 'enumeration') {
    return text((value) => names('enum').includes(value));
  }
  if (name === 'bits') {
    // In their order, each once (RFC 7951 section 6.5).
    return text(
      (value) =>
        value ===
        names('bit')
          .filter((bit) => value.split(' ').includes(bit))
          .join(' '),
    );
  }
  const base = typedef === undefined ? known[name] : typeOf(typedef, typedefs);
  const [, from, to] = /^(\d+)\.\.(\d+|max)$/.exec((type && one(type, 'range')) ?? '') ?? [];
  return from === undefined || base?.greatest === undefined
    ? base
    : integer(BigInt(from), to === 'max' ? base.greatest : BigInt(to ?? 0));
}

/** The types of all leaves below a node, by their paths. */
function leavesBelow(node: Statement, path: string, module: Statement): [string, LeafType | undefined][] {
  const typedefs = new Map(all(module, 'typedef').map((typedef) => [typedef.argument, typedef]));
  return node.substatements.flatMap((inner) => {
    const here = path === '' ? inner.argument : `${path}/${inner.argument}`;
    switch (inner.keyword) {
      case 'leaf':
        return [[here, typeOf(inner, typedefs)] as [string, LeafType | undefined]];
      case 'uses': {
        const grouping = all(module, 'grouping').find(({ argument }) => argument === inner.argument);
        return grouping === undefined ? [] : leavesBelow(grouping, path, module);
      }
      case 'container':
      case 'list':
        return leavesBelow(inner, here, module);
      default:
        return [];
    }
  });
}

const netflowV9 = parse(readFileSync(join(__dirname, '../../yang/netflow-v9.yang'), 'utf8'));

/** The types of the leaves of netflow-v9, by their paths below its root. */
export const leafTypes: ReadonlyMap<string, LeafType | undefined> = new Map(
  all(netflowV9, 'container').flatMap((root) => leavesBelow(root, '', netflowV9)),
);
