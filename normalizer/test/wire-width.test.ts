/**
 * Whatever the bits of a field, they cost at most its leaf: only what makes a flow can cost the record.
 */
import fc from 'fast-check';
import { leaves } from '../src/fields';
import { nameOf } from '../src/fields/leaf';
import { dialects, type Dialect } from '../src/record/dialects';
import { printers } from './corpus/dialects';
import { everythingIn } from './corpus/everything';
import { json } from './corpus/json';
import { leafTypes } from './corpus/leaf-types';
import { leavesOf } from './corpus/leaves';
import { wireOf, type Wire } from './corpus/wire';
import { outcomeOf } from './outcome';

type Message = Readonly<Record<string, unknown>>;

const FLOW = 'export-packet/flow-data-record/';

/** Without these there is no flow; they stand in the order in which they are read. */
const ESSENTIAL = ['ip-version', 'collector-goflow2/time-received', 'flow-id', 'bytes-in', 'pkts-in'];

/** They are part of flow-id, but a flow without one is still a flow. */
const PORTS = ['src-port', 'dst-port'];

/** Two of these make one value, or the one says whether the other counts. */
const PARTS = /^(Icmp(Type|Code)|icmp_(type|code)|HasMpls|has_mpls|MplsCount|mpls_count)$/;

/** What a dialect has, as the declaration says: a leaf, its keys, and whether it can cost the record. */
const declared = ({ spelling, respell }: Dialect) =>
  leaves.flatMap(({ path, sources }) => {
    const source = sources[spelling];
    const keys = source?.keys.map(nameOf).map((key) => respell?.(key) ?? key) ?? [];
    return source === undefined ? [] : [{ path, keys, essential: source.type.reader(keys).essential }];
  });

/** Messages that together have every key: v2's with the mapping and without, the last with a deep label stack. */
const messagesOf = ({ name }: Dialect): readonly Message[] =>
  Object.keys(printers)
    .filter((printer) => printer === name || printer === `${name}, mapped`)
    .flatMap((printer) =>
      everythingIn(printer).filter((_, index, all) => index < 4 || index === all.length - 1),
    );

const isTold = (value: unknown) => value !== undefined && JSON.stringify(value).length > 2;

/** The values of a key, by the one that it has in a message or, where it is in none, integers. */
function wire(key: string, paths: readonly string[], messages: readonly Message[]): Wire {
  const sample = messages.map((message) => message[key]).find(isTold) ?? 0;
  const types = paths.map((path) => leafTypes.get(FLOW + path) ?? leafTypes.get(path));
  return wireOf(
    key,
    sample,
    types.flatMap((type) => type?.greatest ?? []),
  );
}

/** The leaves of a message that its types don't allow, or what it is rejected for. */
function faults(message: Message): readonly unknown[] {
  const outcome = outcomeOf(json(message));
  return 'value' in outcome
    ? [...leavesOf(outcome.value)].filter(([path, value]) => leafTypes.get(path)?.holds(value) !== true)
    : [outcome];
}

describe.each(dialects)('$name', (dialect) => {
  const messages = messagesOf(dialect);
  const fields = declared(dialect);
  const keysOf = (rows: typeof fields) => [...new Set(rows.flatMap(({ keys }) => keys))];
  const ports = keysOf(fields.filter(({ path }) => PORTS.includes(path)));
  const essential = keysOf(fields.filter((field) => field.essential)).filter((key) => !ports.includes(key));
  const optional = keysOf(fields).filter((key) => !essential.includes(key));
  const wires = new Map(
    [...essential, ...optional].map((key) => {
      const paths = fields.filter(({ keys }) => keys.includes(key)).map(({ path }) => path);
      return [key, wire(key, paths, messages)];
    }),
  );
  /** Each message with one value of a key. */
  const withEach = (key: string, value: unknown): readonly Message[] =>
    messages.map((message) => ({ ...message, [key]: value }));

  test('what can cost the record is declared', () => {
    expect(fields.filter((field) => field.essential).map(({ path }) => path)).toEqual(ESSENTIAL);
  });

  test.each(essential)('%s costs the record by no name but its own', (key) => {
    const found = wires.get(key)?.edges.flatMap((value) => withEach(key, value).flatMap(faults));
    const own = { rejection: expect.objectContaining({ field: key }) as unknown };
    expect(found).toEqual(found?.map(() => own));
  });

  test.each(optional)('%s, from 0 to all ones, costs no record, and fits its leaf', (key) => {
    const found = wires.get(key)?.edges.map((value) => [value, withEach(key, value).flatMap(faults)]);
    expect(found?.filter(([, all]) => (all as unknown[]).length > 0)).toEqual([]);
  });

  const alone = optional.filter((key) => !PARTS.test(key));
  test.each(alone)('%s of all ones is told, or named as left out', (key) => {
    // Of keys that tell the same the first counts: the others are not there.
    const others = fields
      .filter((field) => field.keys.includes(key) && !field.essential)
      .flatMap(({ keys }) => keys)
      .filter((other) => !PARTS.test(other));
    const without = Object.fromEntries(others.map((other) => [other, undefined]));
    const isSilent = (value: unknown) =>
      messages.every((message) => {
        const told = outcomeOf(json({ ...message, ...without, [key]: value }));
        const untold = outcomeOf(json({ ...message, ...without }));
        return (
          'value' in told && 'value' in untold && told.value === untold.value && !told.omitted.includes(key)
        );
      });
    expect(wires.get(key)?.allOnes.filter(isSilent)).toEqual([]);
  });

  test('all of them at once, whatever they are', () => {
    const any = [...wires].filter(([key]) => optional.includes(key)).map(([key, wire]) => [key, wire.any]);
    const values = fc.record(Object.fromEntries(any) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(fc.constantFrom(...messages), values, (message, others) => {
        expect(faults({ ...message, ...others })).toEqual([]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
