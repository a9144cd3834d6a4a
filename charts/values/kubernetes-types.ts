/** Kubernetes' own types as zod schemas: a site writes them as in any manifest, and a misspelt field is told. */
import { z } from 'zod';
import { kubernetes } from '../flink-operator/crd/embedded';
import type { StructuralSchema } from '../flink-operator/crd/schema';
import type { KubernetesTypes } from '../flink-operator/crd/kubernetes-types';

/** JSON Schema of the draft that zod reads. */
type JsonSchema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

/** Each type once: what has an id may not be there twice. */
const made = new Map<keyof KubernetesTypes, z.ZodType>();

/**
 * The schema of a Kubernetes type, in the API's own form.
 * @param type its name, such as `EnvVar`; it becomes the name of a definition in values.schema.json
 */
export function kubernetesType<Type extends keyof KubernetesTypes>(
  type: Type,
): z.ZodType<KubernetesTypes[Type]> {
  const known = made.get(type);
  const schema =
    known ??
    z
      .fromJSONSchema(closed(kubernetes[type]))
      .meta({ id: type, description: `${type}, as in the Kubernetes API` });
  made.set(type, schema);
  return schema as z.ZodType<KubernetesTypes[Type]>;
}

/** The structural schema as a closed one: the API server drops what it doesn't know, and we refuse it. */
export function closed(schema: StructuralSchema): JsonSchema {
  const { properties, items, additionalProperties, required, pattern, anyOf, minimum, maximum } = schema;
  const { type, enum: members } = schema;
  return {
    ...(type !== undefined && { type }),
    ...(members !== undefined && { enum: [...members] }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(required !== undefined && { required: [...required] }),
    ...(items !== undefined && { items: closed(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: closed(additionalProperties) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, member]) => [name, closed(member)]),
      ),
      additionalProperties: false,
    }),
    // Of an amount, the pattern stands beside its alternatives, where zod doesn't look.
    ...(anyOf !== undefined
      ? {
          anyOf: anyOf.map((item) =>
            closed(item.type === 'string' ? { ...item, ...withPattern(pattern) } : item),
          ),
        }
      : withPattern(pattern)),
  };
}

function withPattern(pattern: string | undefined): { pattern?: string } {
  return pattern === undefined ? {} : { pattern };
}
