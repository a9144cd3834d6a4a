/** Says in words what the schema allows at a path. */
import { z } from 'zod';
import type { Path } from './layers';
import { valuesSchema } from './schema';

/** The ways down a zod schema: an object's members, a list's items, a map's values, what is optional. */
interface Schema {
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly element?: Schema;
  readonly valueType?: Schema;
  readonly unwrap?: () => Schema;
}

/** The parts of a JSON Schema that a sentence about it needs. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** What may stand at the path, such as `a whole number from 1 to 99` or `zookeeper | kraft`. */
export function allowedAt(path: Path): string {
  const schema = schemaAt(path);
  return schema === undefined
    ? 'nothing'
    : inWords(z.toJSONSchema(schema as unknown as z.ZodType) as JsonSchema);
}

/** Whether the path's last key is one that the schema doesn't have there. */
export function isUnknown(path: Path): boolean {
  const shape = schemaAt(path.slice(0, -1))?.shape;
  return shape !== undefined && !Object.hasOwn(shape, path.at(-1) ?? '');
}

function schemaAt(path: Path): Schema | undefined {
  let schema: Schema | undefined = valuesSchema as unknown as Schema;
  for (const key of path) schema = schema === undefined ? undefined : step(schema, String(key));
  return schema;
}

function step(schema: Schema, key: string): Schema | undefined {
  let next = schema.shape?.[key] ?? schema.element ?? schema.valueType;
  // A list can be unwrapped, too, but is something by itself.
  while (next?.element === undefined && next?.unwrap !== undefined) next = next.unwrap();
  return next;
}

/** What the schema allows, such as `a whole number from 1 to 99` or `zookeeper | kraft`. */
export function inWords(schema: JsonSchema): string {
  const definition = schema.$ref && schema.$defs?.[schema.$ref.replace('#/$defs/', '')];
  if (definition) return inWords(definition);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.map(inWords).join(' or ');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  switch (schema.type) {
    case 'integer':
      return `a whole number${bound('from', schema.minimum)}${bound('to', schema.maximum)}`;
    case 'object':
      return `the keys ${membersInWords(schema.properties ?? {})}`;
    case 'array':
      return 'a list';
    case 'string':
      return 'text (quoted, if it looks like a number)';
    default:
      return `a ${String(schema.type ?? 'value')}`;
  }
}

/** The bounds of a schema that names none are those of JavaScript, and nobody's business. */
function bound(word: string, limit: number | undefined): string {
  return limit === undefined || Math.abs(limit) === Number.MAX_SAFE_INTEGER ? '' : ` ${word} ${limit}`;
}

function membersInWords(members: Readonly<Record<string, JsonSchema>>): string {
  return Object.entries(members)
    .map(([key, member]) => (member.const === undefined ? key : `${key}: ${String(member.const)}`))
    .join(', ');
}
