/** What holds for every message, made up or damaged. */
import fc from 'fast-check';
import { normalize } from '../src/normalize';
import { compile } from '../src/record/compile';
import { dialects } from '../src/record/dialects';
import { interpret } from '../src/record/interpret';
import { isObject } from '../src/record/json';
import { Reading } from '../src/record/reading';
import { rowsOf } from '../src/record/rows';
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
  const outcome = outcomeOf(Buffer.from(`{"BytesIn":1,"Etype":${value}}`));
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

  test('what is compiled does what the interpreter does', () => {
    const messages = Array.from({ length: 2000 }, () => corruptions(print(anyFlow(random)), random).text);
    for (const text of messages) {
      const message = tryParse(text);
      const dialect = isObject(message) && dialects.find(({ recognises }) => recognises(message));
      if (dialect) {
        const rows = rowsOf(dialect, defaults);
        const [one, other] = [new Reading(text, defaults), new Reading(text, defaults)];
        const compiled = leavesOrNone(coreOf(dialect.name, rows)(message, one));
        expect(compiled).toEqual(leavesOrNone(interpret(rows, message, other)));
        expect(one).toEqual(other);
      }
    }
  });
});

const cores = new Map<string, ReturnType<typeof compile>>();

function coreOf(name: string, rows: Parameters<typeof compile>[0]) {
  const core = cores.get(name) ?? compile(rows);
  cores.set(name, core);
  return core;
}

const leavesOrNone = (document: string) => (document === '' ? 'refused' : leavesOf(document));

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
