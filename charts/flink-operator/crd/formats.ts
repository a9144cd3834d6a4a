/**
 * The formats of numbers and times, which typings don't hold: asked of the validators that kubernetes-models
 * ships. Given a value that fits no format, they answer with the format it should have had, and where.
 * (To their int64 any whole number is one: what isn't int32 is int64, for Kubernetes has no third.)
 */
import * as models from 'kubernetes-models/v1';
import type { StructuralSchema } from './schema';

/** A number beyond every integer format, and a text that is no time. */
const MISFIT = { integer: 1e300, string: 'misfit' };

interface FormatComplaint {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly format?: string };
}

/**
 * Adds `format` wherever the type's validator asks for one.
 * @param type the name of a Kubernetes type, such as `Container`
 */
export function withFormats(type: string, schema: StructuralSchema): StructuralSchema {
  const formats = new Map(
    complaints(type, misfit(schema))
      .filter(({ keyword }) => keyword === 'format')
      .map(({ instancePath, params }) => [instancePath, params.format]),
  );
  return annotate(schema, '', formats);
}

function complaints(type: string, data: unknown): readonly FormatComplaint[] {
  const Model = (models as unknown as Record<string, new (data: unknown) => { validate(): void }>)[type];
  if (Model === undefined) throw new Error(`kubernetes-models has no ${type}`);
  try {
    new Model(data).validate();
    return [];
  } catch (error) {
    return (error as { errors: readonly FormatComplaint[] }).errors;
  }
}

/** An object with every member present, and every number and text misfit; maps have the key `key`. */
function misfit(schema: StructuralSchema): unknown {
  if (schema.properties !== undefined) {
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, member]) => [key, misfit(member)]),
    );
  }
  if (schema.items !== undefined) return [misfit(schema.items)];
  if (schema.additionalProperties !== undefined) return { key: misfit(schema.additionalProperties) };
  return schema.type === 'integer' ? MISFIT.integer : MISFIT.string;
}

function annotate(
  schema: StructuralSchema,
  path: string,
  formats: ReadonlyMap<string, string | undefined>,
): StructuralSchema {
  const { properties, items, type } = schema;
  const format = formats.get(path);
  if (properties !== undefined) {
    return {
      ...schema,
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, member]) => [key, annotate(member, `${path}/${key}`, formats)]),
      ),
    };
  }
  if (items !== undefined) return { ...schema, items: annotate(items, `${path}/0`, formats) };
  if (type === 'integer') return { ...schema, format: format ?? 'int64' };
  return format === undefined || type === undefined ? schema : { ...schema, format };
}
