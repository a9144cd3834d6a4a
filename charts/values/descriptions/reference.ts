/** `docs/reference/values.md`: every value, what it is, its default and what is allowed. */
import { stringify } from 'yaml';
import { inWords } from '../allowed';
import type { JsonSchema } from './json-schema';

/** Longer defaults would tear the table apart, and are better read where they stand. */
const LONGEST_DEFAULT = 160;

/** Where the types are described that values share with manifests. */
const KUBERNETES_API = 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/';

/** The page, in Markdown: a section for each section of the values, then one for each titled piece they share. */
export function reference(schema: JsonSchema): string {
  const pieces = new Map<string, JsonSchema>();
  const sections = Object.entries(schema.properties ?? {}).map(([name, section]) =>
    part(name, section, rows(section, name, pieces)),
  );
  // A piece may be made of further ones; a Map that grows while it is walked is walked to its new end.
  const shared: string[] = [];
  for (const [title, piece] of pieces) {
    shared.push(part(title, {}, rows(piece, '', pieces)));
  }
  return [
    '# Values',
    '<!-- Made by `npm run synth` of the schema in charts/values/ and of the defaults in values.yaml. -->',
    'Everything that can be said in `values.yaml`, in `environments/<name>.yaml`, in a file given by `-f`, and by ' +
      '`--set path=value`. Where the default is empty, the value is absent until somebody sets it.',
    ...sections,
    ...shared,
  ]
    .join('\n\n')
    .concat('\n');
}

function part(heading: string, { description = '' }: JsonSchema, body: readonly string[]): string {
  const table = ['| value | default | allowed | what it is |', '| --- | --- | --- | --- |', ...body].join(
    '\n',
  );
  return [`## ${heading}`, description, table].filter((text) => text !== '').join('\n\n');
}

/** A row for each property, followed by those within it. What is titled is put to the pieces instead. */
function rows(schema: JsonSchema, path: string, pieces: Map<string, JsonSchema>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const here = path === '' ? key : `${path}.${key}`;
    for (const piece of [property, property.items, mapOf(property)]) {
      if (piece?.title !== undefined) pieces.set(piece.title, withoutDefaults(piece));
    }
    const row = [`\`${here}\``, defaultOf(property), allowed(property), property.description ?? ''];
    const within = property.title === undefined ? rows(property, here, pieces) : [];
    return [`| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`, ...within];
  });
}

/** The default in one line of YAML; of a piece the defaults of its parts. */
function defaultOf(schema: JsonSchema): string {
  const value = schema.title === undefined ? schema.default : defaultsWithin(schema);
  if (value === undefined) return '';
  const text = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trim();
  return text.length > LONGEST_DEFAULT ? 'see values.yaml' : `\`${text}\``;
}

function defaultsWithin(schema: JsonSchema): unknown {
  if (schema.properties === undefined) return schema.default;
  const members = Object.entries(schema.properties)
    .map(([key, member]) => [key, defaultsWithin(member)] as const)
    .filter(([, value]) => value !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** What a piece is everywhere: its defaults are those of the place that it stands at. */
function withoutDefaults(schema: JsonSchema): JsonSchema {
  const members = Object.entries(schema.properties ?? {});
  return {
    ...schema,
    default: undefined,
    ...(members.length > 0 && {
      properties: Object.fromEntries(members.map(([key, member]) => [key, withoutDefaults(member)])),
    }),
  };
}

function allowed(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return kubernetesType(schema.$ref);
  if (schema.items?.$ref !== undefined) return `a list of ${kubernetesType(schema.items.$ref)}`;
  if (schema.title !== undefined) return link(schema.title);
  if (schema.items?.title !== undefined) return `a list of ${link(schema.items.title)}`;
  const member = mapOf(schema)?.title;
  if (member !== undefined) return `a map of names, each with a ${link(member)}`;
  const { type, properties, examples = [] } = schema;
  if (type === 'object') return properties === undefined ? 'a map' + suchAs(examples) : '';
  if (type === 'boolean') return '`true` or `false`';
  if (schema.patternErrorMessage !== undefined) return schema.patternErrorMessage;
  return (type === 'string' && schema.enum === undefined ? 'text' : inWords(schema)) + suchAs(examples);
}

/** What each value of a map of free keys is. */
function mapOf({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

function suchAs(examples: readonly unknown[]): string {
  const texts = examples.map((example) => `\`${stringify(example, { collectionStyle: 'flow' }).trim()}\``);
  return texts.length === 0 ? '' : `, such as ${texts.join(', ')}`;
}

/** The name of a type that Kubernetes describes. */
function kubernetesType(reference: string): string {
  return `${reference.replace('#/$defs/', '')} of the [Kubernetes API](${KUBERNETES_API})`;
}

function link(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(' ', '-')})`;
}
