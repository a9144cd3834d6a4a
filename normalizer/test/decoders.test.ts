/** What holds for every message, made up or damaged. */
import fc from 'fast-check';
import { normalize } from '../src/normalize';
import { dialects } from '../src/record/dialects';
import { interpret } from '../src/record/interpret';
import { isObject, parseExact } from '../src/record/json';
import { Reading } from '../src/record/reading';
import { groupsOf } from '../src/record/rows';
import { Scanner } from '../src/record/scan';
import { Writer } from '../src/record/write';
import { corruptions } from './corpus/corruptions';
import { printers } from './corpus/dialects';
import { anyFlow, generator } from './corpus/flow';
import { leavesOf } from './corpus/leaves';
import { defaults, outcomeOf } from './outcome';

const reasons = ['not-json', 'unknown-shape', 'missing-field', 'invalid-value', 'not-ip'];

test('any bytes end in an outcome', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const outcome = outcomeOf(Buffer.from(bytes));
      return 'rejection' in outcome && reasons.includes(outcome.rejection.reason);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('any JSON ends in an outcome, also with the keys of a dialect', () => {
  const keys = [
    'BytesIn',
    'TimeReceived',
    'TcpFlags',
    'SrcAS',
    'time_received_ns',
    'Etype',
    'etype',
    'SrcAddr',
  ];
  const message = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue());
  fc.assert(
    fc.property(message, (made) => 'rejection' in outcomeOf(Buffer.from(JSON.stringify(made)))),
    { seed: 1, numRuns: 1000 },
  );
});

test.each([
  ['a value', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a long number', '9'.repeat(10_000_000)],
  ['a long text', JSON.stringify('\\'.repeat(1_000_000))],
])('%s beyond all measure is refused', (_, value) => {
  const outcome = outcomeOf(Buffer.from(`{"BytesIn":1,"TimeReceived":1,"Etype":${value}}`));
  expect(outcome).toMatchObject({ rejection: { reason: 'invalid-value', field: 'Etype' } });
  expect('rejection' in outcome && outcome.rejection.message.length).toBeLessThan(200);
});

test('a defect of the normaliser rejects the record that met it', () => {
  const defect = {
    timeUnit: 'seconds' as const,
    get encoding(): never {
      throw new Error('a defect');
    },
  };
  const message = printers.custom?.(anyFlow(generator(1))) ?? '';
  expect(normalize(Buffer.from(message), defect)).toMatchObject([
    { rejection: { reason: 'internal-error', message: 'Error: a defect' } },
  ]);
});

test('a tombstone is rejected', () => {
  expect(outcomeOf(null)).toMatchObject({ rejection: { reason: 'no-value', field: null } });
});

describe.each(Object.entries(printers))('%s', (_, print) => {
  const random = generator(11);
  const damaged = Array.from({ length: 200 }, () => corruptions(print(anyFlow(random)), random));

  test('200 damaged records end accepted or rejected with a reason, and nothing else of them changes', () => {
    const wrong = damaged.flatMap(({ original, damage, text }, index): unknown[] => {
      const outcome = outcomeOf(Buffer.from(text));
      if ('rejection' in outcome) {
        const { reason, field, message } = outcome.rejection;
        // Damage to one key is laid at that key's door, unless it is the one that tells how to read others.
        const known = reasons.includes(reason) && message !== '';
        return known && (field === null || damage.blamed.includes(field))
          ? []
          : [{ index, damage, reason, field }];
      }
      if ('dropped' in outcome) {
        return [{ index, damage, outcome }];
      }
      const before = outcomeOf(Buffer.from(original));
      const expected = 'value' in before ? leavesOf(before.value) : new Map<string, unknown>();
      const found = leavesOf(outcome.value);
      const changed = [...new Set([...expected.keys(), ...found.keys()])].filter(
        (path) => expected.get(path) !== found.get(path) && !path.endsWith('/flow-id'),
      );
      // A value that was left out is named.
      const named = outcome.omitted.filter((key) => !damage.blamed.includes(key));
      const wasThere = 'value' in before ? before.omitted : [];
      return changed.length <= damage.leaves && named.every((key) => wasThere.includes(key))
        ? []
        : [{ index, damage, changed, named }];
    });
    expect(wrong).toEqual([]);
    const accepted = damaged.filter(({ text }) => 'value' in outcomeOf(Buffer.from(text))).length;
    // The damage must hit: neither all nor nothing.
    expect(accepted).toBeGreaterThan(10);
    expect(accepted).toBeLessThan(190);
  });

  test('what is written of the bytes is what the interpreter says of the parsed message', () => {
    const texts = Array.from({ length: 2000 }, () => corruptions(print(anyFlow(random)), random).text);
    let scanned = 0;
    for (const text of texts) {
      const message = tryParse(text);
      const dialect =
        isObject(message) &&
        dialects.find(({ marks }) => marks.some((keys) => keys.every((key) => key in message)));
      if (dialect && scanner.scan(Buffer.from(text))) {
        const groups = groupsOf(dialect, defaults);
        const [one, other] = [new Reading(defaults), new Reading(defaults)];
        expect(writerOf(dialect.name, groups).write(one)).toBe(interpret(groups, message, other));
        expect(one).toEqual(other);
        scanned++;
      }
    }
    // Most of the damaged ones, too.
    expect(scanned).toBeGreaterThan(texts.length / 2);
  });
});

const scanner = new Scanner();
const writers = new Map<string, Writer>();

function writerOf(name: string, groups: ReturnType<typeof groupsOf>): Writer {
  const writer = writers.get(name) ?? new Writer(groups, scanner);
  writers.set(name, writer);
  return writer;
}

function tryParse(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
