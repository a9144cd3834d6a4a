/** Which fields differ, and how reports show them. */
import { compareItems, compareValues, pathText } from '../review/compare';
import { diffLines } from '../review/report';
import { reportJson } from '../review/report-json';
import { reportMarkdown } from '../review/report-markdown';
import { reportText } from '../review/report-text';
import type { KubernetesObject } from '../review/model';
import { review, type Revision } from '../review/review';

/** The differences as a report shows them. */
const shown = (before: unknown, after: unknown): string[] =>
  compareValues(before, after)
    .flatMap(diffLines)
    .map(({ sign, text }) => `${sign} ${text}`);

describe('lists are matched by what the API server merges them by', () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    [
      'containers by name',
      { containers: [{ name: 'a', image: 'x:1' }] },
      {
        containers: [
          { name: 'first', image: 'y:1' },
          { name: 'a', image: 'x:2' },
        ],
      },
      [
        '- containers[a].image: x:1',
        '+ containers[a].image: x:2',
        '+ containers[first]: {"image":"y:1","name":"first"}',
      ],
    ],
    [
      'env by name',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { env: [{ name: 'B', value: '3' }] },
      ['- env[A]: {"name":"A","value":"1"}', '- env[B].value: 2', '+ env[B].value: 3'],
    ],
    [
      'container ports by number and protocol',
      {
        ports: [
          { containerPort: 53, name: 'a' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
      {
        ports: [
          { containerPort: 53, name: 'b' },
          { containerPort: 53, protocol: 'UDP' },
        ],
      },
      ['- ports[53/TCP].name: a', '+ ports[53/TCP].name: b'],
    ],
    [
      'Service ports by number and protocol',
      { ports: [{ port: 80, targetPort: 'a' }] },
      { ports: [{ port: 80, targetPort: 'b' }] },
      ['- ports[80/TCP].targetPort: a', '+ ports[80/TCP].targetPort: b'],
    ],
    [
      'volume mounts by path',
      { volumeMounts: [{ mountPath: '/a', name: 'x' }] },
      { volumeMounts: [{ mountPath: '/a', name: 'y' }] },
      ['- volumeMounts[/a].name: x', '+ volumeMounts[/a].name: y'],
    ],
    [
      'claim templates by their metadata',
      { volumeClaimTemplates: [{ metadata: { name: 'a' }, spec: 1 }] },
      { volumeClaimTemplates: [{ metadata: { name: 'a' }, spec: 2 }] },
      ['- volumeClaimTemplates[a].spec: 1', '+ volumeClaimTemplates[a].spec: 2'],
    ],
    [
      'RBAC rules by groups and resources, verbs as a set',
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] },
      { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }] },
      ['- rules[""/pods].verbs[get]: get', '+ rules[""/pods].verbs[watch]: watch'],
    ],
    [
      'subjects by kind, namespace and name',
      { subjects: [{ kind: 'Group', name: 'a' }] },
      { subjects: [{ kind: 'User', name: 'a' }] },
      ['- subjects[Group/a]: {"kind":"Group","name":"a"}', '+ subjects[User/a]: {"kind":"User","name":"a"}'],
    ],
    [
      'arguments by the fewest edits',
      { args: ['--a', '1', '--b', '2'] },
      { args: ['--a', '7', '--b', '2', '--c'] },
      ['- args[1]: 1', '+ args[1]: 7', '+ args[4]: --c'],
    ],
    [
      'a new order is told, for it may count',
      { env: [{ name: 'A' }, { name: 'B' }] },
      { env: [{ name: 'B' }, { name: 'A' }] },
      ['- env[order]: ["A","B"]', '+ env[order]: ["B","A"]'],
    ],
    [
      'items that share a key, as a sequence',
      { env: [{ name: 'A' }, { name: 'A' }] },
      { env: [{ name: 'A' }] },
      ['- env[1]: {"name":"A"}'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(shown(before, after)).toEqual(expected);
  });
});

test('the order of keys says nothing', () => {
  expect(shown({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 })).toEqual([]);
});

test('types count: a number is no text', () => {
  expect(compareValues({ a: 1 }, { a: '1' })).toHaveLength(1);
});

test('of a long text, the lines that differ', () => {
  expect(
    shown({ data: { 'a.b': 'one\ntwo\nthree\n' } }, { data: { 'a.b': 'one\n2\nthree\nfour\n' } }),
  ).toEqual(['  data["a.b"]:', '-   two', '+   2', '+   four']);
  expect(shown({ data: {} }, { data: { a: 'one\ntwo\n' } })).toEqual(['+ data.a:', '+   one', '+   two']);
});

test('paths', () => {
  expect(
    pathText([
      { field: 'metadata' },
      { field: 'labels' },
      { field: 'app.kubernetes.io/name' },
      { item: 'x' },
    ]),
  ).toBe('metadata.labels["app.kubernetes.io/name"][x]');
});

test('edits give the new list, and are as few as can be', () => {
  const before = 'abcabba'.split('');
  const after = 'cbabac'.split('');
  const edits = compareItems(before, after);
  expect(edits.filter(({ op }) => op !== '+').map(({ index }) => before[index])).toEqual(before);
  expect(edits.filter(({ op }) => op !== ' ')).toHaveLength(5);
});

describe('reports', () => {
  const object = (kind: string, name: string, more: Record<string, unknown> = {}): KubernetesObject => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'n' },
    ...more,
  });
  const revision = (name: string, ...objects: readonly KubernetesObject[]): Revision => ({
    name,
    objects: objects.map((one) => ({ environment: 'production', application: 'app', object: one })),
  });
  const result = review(
    revision(
      'main (0123456)',
      object('Service', 'a'),
      object('ConfigMap', 'b', { data: { k: 'x *y* <z>' } }),
    ),
    revision(
      'working tree',
      object('ConfigMap', 'b', { data: { k: '```' } }),
      object('ServiceAccount', 'under_score'),
    ),
  );

  test('text', () => {
    expect(reportText(result)).toBe(`main (0123456) -> working tree
3 objects change in production: 1 dangerous and 2 other.

== production

app/Service n/a (removed)
  !! Whoever calls a fails: its name is gone.

app/ConfigMap n/b (changed)
     - data.k: x *y* <z>
     + data.k: \`\`\`

app/ServiceAccount n/under_score (added)
`);
  });

  test('markdown, in which no value becomes markup', () => {
    expect(reportMarkdown(result)).toBe(`## What this changes in the cluster

main (0123456) → working tree: 3 objects change in production: 1 dangerous and 2 other.

🛑 dangerous · 🔄 pods restart · ℹ️ good to know

### production

#### 🛑 app/Service n/a (removed)

- 🛑 Whoever calls a fails: its name is gone.

#### ℹ️ app/ConfigMap n/b (changed)

\`\`\`\`diff
- data.k: x *y* <z>
+ data.k: \`\`\`
\`\`\`\`

#### Others

- app/ServiceAccount n/under\\_score (added)
`);
  });

  test('markdown stays below what a job summary takes', () => {
    const data = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`k${index}`, 'v'.repeat(1000)]),
    );
    const text = reportMarkdown(
      review(
        revision('a', object('ConfigMap', 'b', { data: {} })),
        revision('b', object('ConfigMap', 'b', { data })),
      ),
    );
    expect(text.length).toBeLessThan(30_000);
    expect(text).toContain('…and 4940 more lines.');
  });

  test('JSON', () => {
    expect(JSON.parse(reportJson(result))).toMatchObject({
      base: 'main (0123456)',
      head: 'working tree',
      dangerous: true,
      environments: [
        {
          name: 'production',
          severity: 'danger',
          objects: [
            {
              kind: 'Service',
              namespace: 'n',
              name: 'a',
              change: 'removed',
              consequences: [{ severity: 'danger', text: 'Whoever calls a fails: its name is gone.' }],
              fields: [],
            },
            { fields: [{ path: 'data.k', change: 'changed', before: 'x *y* <z>', after: '```' }] },
            { name: 'under_score', change: 'added' },
          ],
        },
      ],
    });
  });

  test('nothing to say', () => {
    const none = review(revision('a'), revision('b'));
    expect(reportText(none)).toBe('a -> b\nNothing changes in the cluster.\n');
    expect(reportMarkdown(none)).toBe(
      '## What this changes in the cluster\n\na → b: Nothing changes in the cluster.\n',
    );
  });

  test('the order of the files plays no part', () => {
    const turn = (one: Revision): Revision => ({ ...one, objects: [...one.objects].reverse() });
    const [before, after] = [
      revision('a', object('Service', 'a')),
      revision('b', object('Pod', 'b'), object('Pod', 'a')),
    ];
    expect(reportText(review(turn(before), turn(after)))).toBe(reportText(review(before, after)));
  });

  test('what happens in several environments alike is told once', () => {
    const everywhere = (value: string, other: string): Revision => ({
      name: value,
      objects: ['compact', 'production'].flatMap((environment) => [
        {
          environment,
          application: 'argocd',
          object: object('ConfigMap', `netflow-${environment}`, {
            data: { path: `dist/${environment}/${value}` },
          }),
        },
        {
          environment,
          application: 'app',
          object: object('ConfigMap', 'own', { data: { k: environment === 'compact' ? 'same' : other } }),
        },
      ]),
    });
    const text = reportText(review(everywhere('a', 'same'), everywhere('b', 'other')));
    expect(text.match(/^== .*$/gm)).toEqual(['== compact, production', '== production']);
    expect(text.match(/netflow-(compact|production) /g)).toEqual(['netflow-compact ']);
    expect(text).toContain('3 objects change in compact and production');
  });
});
