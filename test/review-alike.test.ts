/** What several environments share is told once, and the worst of it first. */
import { alike } from '../review/alike';
import type { ReviewedChange, Severity } from '../review/model';

const change = (name: string, severity: Severity, more: Partial<ReviewedChange> = {}): ReviewedChange => ({
  environment: 'as told beside it',
  application: 'app',
  change: 'changed',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  fields: [],
  severity,
  consequences: [],
  ...more,
});

/** The groups as `environments: names of their objects`, of changes by environment. */
function groups(changes: Readonly<Record<string, readonly ReviewedChange[]>>): string[] {
  const environments = Object.entries(changes).map(([name, objects]) => ({
    name,
    severity: 'info' as const,
    objects,
  }));
  return alike({ base: 'a', head: 'b', environments }).map(
    ({ environments: names, objects }) => `${names.join(' ')}: ${objects.map(({ name }) => name).join(' ')}`,
  );
}

test('environments stand in alphabetical order, whatever theirs was', () => {
  const same = [change('x', 'info')];
  expect(groups({ b: same, c: same, a: same })).toEqual(['a b c: x']);
});

test('the most severe group first, then the most common', () => {
  const [shared, grave] = [change('shared', 'restart'), change('grave', 'danger')];
  const little = change('little', 'info');
  expect(groups({ a: [little, shared], b: [shared, grave] })).toEqual([
    'b: grave',
    'a b: shared',
    'a: little',
  ]);
  expect(groups({ a: [little, grave], b: [shared] })).toEqual(['a: grave little', 'b: shared']);
  const alone = change('alone', 'restart');
  expect(groups({ a: [alone, shared], b: [shared] })).toEqual(['a b: shared', 'a: alone']);
});

test('the most severe object of a group first, others in their order', () => {
  expect(
    groups({
      a: [change('1', 'info'), change('2', 'restart'), change('3', 'info'), change('4', 'danger')],
    }),
  ).toEqual(['a: 4 2 1 3']);
});

test.each<[string, Partial<ReviewedChange>]>([
  ['application', { application: 'other' }],
  ['place before', { movedFrom: 'other' }],
  ['name before', { renamedFrom: 'other' }],
  ['kind of change', { change: 'removed' }],
  ['kind', { kind: 'Secret' }],
  ['namespace', { namespace: 'other' }],
  ['name', { name: 'other' }],
  ['field', { fields: [{ path: [{ field: 'data' }], change: 'removed', before: 1 }] }],
  ['consequence', { consequences: [{ severity: 'info', text: 'other' }] }],
])('another %s is another change', (_, more) => {
  expect(groups({ a: [change('x', 'info')], b: [change('x', 'info', more)] })).toHaveLength(2);
});

test("an environment's own name is no difference, where it is a word of its own", () => {
  const named = (name: string) => [change(name, 'info')];
  expect(groups({ compact: named('netflow-compact'), production: named('netflow-production') })).toEqual([
    'compact production: netflow-compact',
  ]);
  expect(groups({ a: named('bar'), b: named('bbr') })).toHaveLength(2);
  expect(groups({ a: named('net-'), b: named('net-b') })).toHaveLength(2);
});
