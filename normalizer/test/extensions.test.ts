/** The leaves that are written only where the site wants them. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendedLeaves, leaves } from '../src/fields';
import type { Spelling } from '../src/fields/leaf';
import { extendedFields, mappedFields } from '../src/fields/mapping';
import * as events from '../src/model/events';
import { dialects } from '../src/record/dialects';
import { interpret } from '../src/record/interpret';
import { parseExact, type Message } from '../src/record/json';
import { Reading } from '../src/record/reading';
import { groupsOf } from '../src/record/rows';
import { Scanner } from '../src/record/scan';
import { Writer } from '../src/record/write';
import { nodesOf } from '../yang/reference';
import { all, one, parse } from '../yang/statement';
import { anyExtended, extendedKeys, mappedKeys, withKeys } from './corpus/extended';
import { leavesOf } from './corpus/leaves';
import { defaults, documentOf, outcomeOf } from './outcome';

const on = { extensions: true, encoding: 'rfc7951' } as const;
const dialectKeys: [dialect: string, keys: Message][] = [
  ...Object.entries(extendedKeys),
  ['v2, mapped', mappedKeys],
];
const moduleText = (name: string) => readFileSync(join(__dirname, `../yang/${name}.yang`), 'utf8');

/** What a flow record has with more keys and does not have without. */
function added(dialect: string, keys: Message): unknown {
  const record = (text: string) =>
    (parseExact(text) as { 'netflow-v9:netflow': { 'export-packet': { 'flow-data-record': [Message] } } })[
      'netflow-v9:netflow'
    ]['export-packet']['flow-data-record'][0];
  const without = record(documentOf(withKeys(dialect, keys), { ...on, extensions: false }));
  const difference = (whole: Message, part: Message): Message =>
    Object.fromEntries(
      Object.entries(whole).flatMap(([name, value]) => {
        const before = part[name];
        if (before === undefined) return [[name, value]];
        return typeof value === 'object' && JSON.stringify(value) !== JSON.stringify(before)
          ? [[name, difference(value as Message, before as Message)]]
          : [];
      }),
    );
  return difference(record(documentOf(withKeys(dialect, keys), on)), without);
}

const X = 'netflow-v9-extensions';
const bgp = { [`${X}:next-as`]: 64503 };
const path = { [`${X}:as-path`]: [64503, 64504, 64504], [`${X}:community`]: [4227072007] };

test.each<[string, unknown]>([
  ['custom', {}],
  ['v1.0', { bgp, [`${X}:vrf`]: { 'ingress-id': 7, 'egress-id': 8 }, [`${X}:observation-point-id`]: 9 }],
  [
    'v1.2',
    {
      bgp: { ...bgp, ...path },
      [`${X}:vrf`]: { 'ingress-id': 7, 'egress-id': 8 },
      [`${X}:observation-point-id`]: 9,
    },
  ],
  [
    'v2, mapped',
    {
      [`${X}:nat`]: {
        'src-address': '203.0.113.9',
        'dst-address': '2001:db8::9',
        'src-port': 1024,
        'dst-port': 0,
        'first-port': 1024,
        'last-port': 2047,
        event: 'port-block-allocation',
      },
      [`${X}:vrf`]: { 'ingress-id': 0, 'egress-id': 4294967295 },
      bgp: {
        [`${X}:next-as`]: 64502,
        [`${X}:previous-as`]: 64501,
        ...path,
        'src-traffic-id': 1,
        'dst-traffic-id': 2,
      },
      ipv6: { [`${X}:segment`]: ['2001:db8::a', '2001:db8::b'], [`${X}:segments-left`]: 1 },
      mpls: { [`${X}:ttl`]: [63, 62] },
      [`${X}:event-time`]: '1760000000123',
      [`${X}:firewall-event`]: 'denied',
      [`${X}:flow-end-reason`]: 'active-timeout',
      [`${X}:exporter-flow-id`]: '18446744073709551615',
      [`${X}:observation-point-id`]: 9,
      [`${X}:selector-id`]: '5',
      'flow-sampler-id': 255,
      application: { tag: '13:453' },
      flows: '4',
      'pkts-out-mul': '1',
      'bytes-out-mul': '2',
      'min-pkt-len': 40,
      'max-pkt-len': 1500,
      'igmp-type': 'membership-report-v2',
      'postip-dscp': 46,
      'repl-factor-mul': 3,
    },
  ],
])('%s tells them where they are wanted', (dialect, expected) => {
  expect(added(dialect, Object.fromEntries(dialectKeys)[dialect] ?? {})).toEqual(expected);
});

describe.each(dialectKeys)('%s', (dialect, keys) => {
  const spelling = dialect.replace(', mapped', '') as Spelling;
  const mapped = dialect.endsWith('mapped');

  test('does not tell them where they are not wanted', () => {
    const [without, withThem] = [{}, keys].map((more) => documentOf(withKeys(dialect, more)));
    expect(withThem).toBe(without);
  });

  test('tells every extended leaf that is declared for it, and no other', () => {
    const told = (extensions: boolean) =>
      [...leavesOf(documentOf(withKeys(dialect, keys), { ...on, extensions })).keys()].map((found) =>
        found.replace('export-packet/flow-data-record/', ''),
      );
    const before = told(false);
    const declared = extendedLeaves.filter(({ sources }) =>
      sources[spelling]?.keys.some((key) => mapped || typeof key === 'string'),
    );
    expect(
      told(true)
        .filter((found) => !before.includes(found))
        .sort(),
    ).toEqual(declared.map((leaf) => leaf.path).sort());
  });

  test('whatever their keys hold, the flow is accepted, and the rest of it is as it was', () => {
    const plain = leavesOf(documentOf(withKeys(dialect, {})));
    fc.assert(
      fc.property(anyExtended(dialect, keys), (message) => {
        const outcome = outcomeOf(message, { extensions: true });
        if (!('value' in outcome)) throw new Error(JSON.stringify(outcome));
        const found = leavesOf(outcome.value);
        expect([...plain].filter(([leaf, value]) => found.get(leaf) !== value)).toEqual([]);
        expect(outcome.omitted.filter((key) => !(key in keys))).toEqual([]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  test('what is written of the bytes is what the interpreter says of the parsed message', () => {
    const options = { ...defaults, extensions: true };
    let scanned = 0;
    fc.assert(
      fc.property(anyExtended(dialect, keys), (text) => {
        const message = parseExact(text) as Message;
        const of = dialects.find(({ marks }) => marks.some((own) => own.every((key) => key in message)));
        if (of === undefined) throw new Error(`no dialect: ${text}`);
        const groups = groupsOf(of, options);
        const writer = writers.get(of.name) ?? new Writer(groups, scanner);
        writers.set(of.name, writer);
        if (!scanner.scan(Buffer.from(text))) return;
        scanned++;
        const [first, second] = [new Reading(options), new Reading(options)];
        expect(writer.write(first)).toBe(interpret(groups, message, second));
        expect(first).toEqual(second);
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(scanned).toBeGreaterThan(20);
  });
});

const scanner = new Scanner();
const writers = new Map<string, Writer>();

test.each([
  ['an address that is none', { post_nat_src_addr: '203.0.113.256' }, ['post_nat_src_addr']],
  ['no translated address', { post_nat_src_addr: '0.0.0.0', post_nat_src_addr_ipv6: '::' }, []],
  ['an event beyond its registry', { nat_event: 256 }, ['nat_event']],
  ['a path with a step that is none', { as_path: [64503, 4294967296] }, ['as_path']],
  ['segments left of none', { ipv6_routing_header_seg_left: 3, ipv6_routing_header_addresses: [] }, []],
  ['an application of a longer selector', { application_id: `0d${'00'.repeat(9)}` }, ['application_id']],
  ['an application that nothing classified', { application_id: '00000000' }, []],
  ['an IGMP type of another protocol', { igmp_type: 0 }, []],
  ['a code point of more than six bits', { post_ip_dscp: 64 }, ['post_ip_dscp']],
])('%s has no leaf', (_, keys, omitted) => {
  const message = withKeys('v2, mapped', keys);
  expect(outcomeOf(message, { extensions: true })).toMatchObject({ omitted });
  expect(documentOf(message, { extensions: true })).toBe(documentOf(message));
});

test('of two translated addresses the first counts, and the other is named', () => {
  const keys = { post_nat_src_addr: '203.0.113.9', post_nat_src_addr_ipv6: '2001:db8::9' };
  expect(outcomeOf(withKeys('v2, mapped', keys), { extensions: true })).toMatchObject({
    omitted: ['post_nat_src_addr_ipv6'],
    value: expect.stringContaining('"netflow-v9-extensions:nat":{"src-address":"203.0.113.9"}') as string,
  });
});

test('an event without a name keeps its number', () => {
  const document = documentOf(withKeys('v2, mapped', { nat_event: 200 }), { extensions: true });
  expect(document).toContain('"event":"unassigned-200"');
});

describe('the modules', () => {
  const own = nodesOf(moduleText(X)).map(({ path: node }) => node);
  const shared = nodesOf(moduleText('netflow-v9')).map(({ path: node }) => node);
  const place = (node: string) => node.replace('netflow/export-packet/flow-data-record/', '');

  test('have a node for every extended leaf, and of ours no other', () => {
    const declared = extendedLeaves.map((leaf) => leaf.path);
    const known = [...own, ...shared].map(place);
    expect(declared.filter((leaf) => !known.includes(leaf))).toEqual([]);
    const containers = [`${X}:nat`, `${X}:vrf`];
    expect(own.map(place).filter((node) => !declared.includes(node))).toEqual(containers);
  });

  test('no leaf and no element is declared twice', () => {
    const paths = [...leaves, ...extendedLeaves].map((leaf) => leaf.path);
    expect(new Set(paths).size).toBe(paths.length);
    const fields = [...mappedFields, ...extendedFields];
    const elements = fields.map(({ element, enterprise }) => `${enterprise ?? ''}/${element}`);
    expect(new Set(elements).size).toBe(elements.length);
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  });

  test.each([
    [X, 'nat-event-type', events.natEvents],
    [X, 'firewall-event-type', events.firewallEvents],
    [X, 'flow-end-reason-type', events.flowEndReasons],
    ['netflow-v9', 'igmp-type', events.igmpTypes],
  ])('%s names the numbers of %s as the code does', (name, typedef, names) => {
    const definition = all(parse(moduleText(name)), 'typedef').find(({ argument }) => argument === typedef);
    const [type] = definition ? all(definition, 'type') : [];
    const enumeration = type?.argument === 'union' ? all(type, 'type')[0] : type;
    const named = enumeration ? all(enumeration, 'enum') : [];
    expect(Object.fromEntries(named.map((member) => [one(member, 'value'), member.argument]))).toEqual(
      Object.fromEntries(
        Object.entries(names).filter(([, text]) => text !== '' && !text.startsWith('unassigned-')),
      ),
    );
  });
});
