/** Each value is described once, in the schema, and nothing else that speaks of it says otherwise. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import { isMap, isScalar, parse, parseDocument, type ParsedNode } from 'yaml';
import { valuesJsonSchema, type JsonSchema } from '../charts/values/descriptions/json-schema';
import { reference } from '../charts/values/descriptions/reference';

const text = readFileSync('values.yaml', 'utf8');
const schema = valuesJsonSchema(parse(text));

/** Every property with its path; `[]` stands for the items of a list. */
function properties(within: JsonSchema, path: readonly string[] = []): [string, JsonSchema][] {
  return Object.entries(within.properties ?? {}).flatMap(([key, property]) => {
    const here = [...path, key];
    return [
      [here.join('.'), property] as [string, JsonSchema],
      ...properties(property, here),
      ...(property.items === undefined ? [] : properties(property.items, [...here, '[]'])),
    ];
  });
}
const all = properties(schema);

test('every property has a description: one sentence, that ends as one', () => {
  const without = all.filter(([, { description }]) => !/^\S.*[^.]\.$/.test(description ?? ''));
  expect(without.map(([path, { description }]) => `${path}: ${description ?? 'no .describe()'}`)).toEqual([]);
  expect(all.length).toBeGreaterThan(300);
});

test('every default is that of values.yaml', () => {
  const defaults: unknown = parse(text);
  const told = all.filter(([, { default: value }]) => value !== undefined);
  for (const [path, { default: value }] of told) {
    const stated = path
      .split('.')
      .reduce<unknown>((map, key) => (map as Record<string, unknown>)[key], defaults);
    expect([path, value]).toEqual([path, stated]);
  }
  expect(told.length).toBeGreaterThan(100);
});

test('every example is allowed', () => {
  const ajv = new Ajv({ strict: false });
  // Properties refer to definitions of the whole.
  const { $defs } = schema as { readonly $defs?: object };
  const wrong = all.flatMap(([path, property]) =>
    (property.examples ?? [])
      .filter((example) => !ajv.validate({ ...property, $defs }, example))
      .map((example) => `${path}: ${JSON.stringify(example)}: ${ajv.errorsText()}`),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ['values.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
  ['docs/reference/values.md', reference(schema)],
])('%s is made of the schema; if not, run npm run synth', (file, expected) => {
  expect(readFileSync(file, 'utf8')).toBe(expected);
});

test('values.md names every property, or the piece that it belongs to', () => {
  const page = readFileSync('docs/reference/values.md', 'utf8');
  const untitled = (within: JsonSchema, path: string): string[] =>
    Object.entries(within.properties ?? {}).flatMap(([key, property]) => {
      const here = path === '' ? key : `${path}.${key}`;
      return [here, ...(property.title === undefined ? untitled(property, here) : [])];
    });
  const rows = untitled(schema, '').filter((path) => path.includes('.'));
  expect(rows.filter((path) => !page.includes(`| \`${path}\` |`))).toEqual([]);
});

describe("the comments of values.yaml don't contradict the schema", () => {
  /** An enumeration in words: `a | b (why) | c`. */
  const enumeration = /([\w-]+)(?: \([^)]*\))?(?: \| ([\w-]+)(?: \([^)]*\))?)+/;

  /** Each key that has a comment above or behind it, with the comment. */
  function comments(): { path: string; comment: string }[] {
    const found: { path: string; comment: string }[] = [];
    const visit = (node: ParsedNode | null, path: readonly string[]) => {
      if (!isMap<ParsedNode, ParsedNode | null>(node)) return;
      node.items.forEach((pair, index) => {
        const here = [...path, String(isScalar(pair.key) ? pair.key.value : pair.key)];
        const above = pair.key.commentBefore ?? (index === 0 ? node.commentBefore : undefined);
        for (const comment of [
          above,
          pair.value?.comment,
          isMap(pair.value) ? undefined : pair.key.comment,
        ]) {
          if (comment != null) found.push({ path: here.join('.'), comment });
        }
        visit(pair.value, here);
      });
    };
    visit(parseDocument(text).contents, []);
    return found;
  }

  const enumerations = comments().flatMap(({ path, comment }) => {
    const [words] = enumeration.exec(comment.replaceAll('\n', ' ')) ?? [];
    return words === undefined ? [] : [[path, words.replaceAll(/ \([^)]*\)/g, '').split(' | ')] as const];
  });

  test('they name the alternatives that there are', () => {
    const properties = new Map(all);
    for (const [path, alternatives] of enumerations) {
      const { enum: allowed, examples } = properties.get(path) ?? {};
      expect([path, [...alternatives].sort()]).toEqual([path, [...(allowed ?? examples ?? [])].sort()]);
    }
    expect(enumerations.length).toBe(text.match(/#.* \| /g)?.length);
  });

  test('the keys that are commented out could be set', () => {
    const commentedOut = /^( *)# ((?: {2})*[a-z][A-Za-z0-9]*:(?: .*)?)$/gm;
    const document = parseDocument(text.replaceAll(commentedOut, '$1$2'));
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    validate(document.toJS());
    expect({ syntax: document.errors, values: validate.errors ?? [] }).toEqual({ syntax: [], values: [] });
    expect(text.match(commentedOut)?.length).toBeGreaterThan(5);
  });
});
