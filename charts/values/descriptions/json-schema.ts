/** `values.schema.json`: what editors know of `values.yaml` and of the overlays in `environments/`. */
import { z } from 'zod';
import { valuesSchema } from '../schema';

/** The parts of JSON Schema that the schema of the values is made of. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** yaml-language-server's own: what it says when the pattern isn't met. */
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  /** What the values of a map of free keys are. */
  readonly additionalProperties?: JsonSchema | boolean;
  /** A type of Kubernetes, which is described there. */
  readonly $ref?: string;
}

/**
 * The schema, with the defaults in it.
 * Nothing is required: an overlay says only what differs, and synth checks the merged whole.
 * @param defaults the content of `values.yaml`
 */
export function valuesJsonSchema(defaults: unknown): JsonSchema {
  const schema = z.toJSONSchema(valuesSchema, {
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.required;
      if (jsonSchema.pattern !== undefined) jsonSchema.patternErrorMessage ??= wordsOfPattern(zodSchema);
    },
  });
  return withDefaults(schema as JsonSchema, defaults);
}

/** The error that the schema gives for its pattern, which says what the pattern means. */
function wordsOfPattern({ _zod: { def } }: z.core.$ZodType): string | undefined {
  const checks = 'checks' in def ? (def.checks ?? []) : [];
  for (const check of checks) {
    const { check: kind, error } = check._zod.def;
    const words = kind === 'string_format' ? error?.({} as never) : undefined;
    if (words != null) return typeof words === 'string' ? words : words.message;
  }
  return undefined;
}

/** A default stands where nothing further is described: at a single value, a list, or a map of free keys. */
function withDefaults(schema: JsonSchema, value: unknown): JsonSchema {
  if (value === undefined) return schema;
  if (schema.properties === undefined) return { ...schema, default: value };
  const members = value as Readonly<Record<string, unknown>>;
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([key, member]) => [key, withDefaults(member, members[key])]),
    ),
  };
}
