/** The FlinkCluster definition that `dist/` holds, and objects checked against it as the API server checks them. */
import Ajv from 'ajv';
import type { StructuralSchema } from '../../charts/flink-operator/crd/schema';
import { manifest } from '../manifests';

const FILE = 'flink-operator/CustomResourceDefinition.flinkclusters.flinkoperator.k8s.io.yaml';

/** The definition, as committed. */
export const definition = manifest('reference', FILE) as unknown as {
  readonly metadata: { readonly name: string; readonly annotations: Record<string, string> };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: object;
    readonly conversion: object;
    readonly versions: readonly [
      { readonly schema: { readonly openAPIV3Schema: StructuralSchema } } & Readonly<Record<string, unknown>>,
    ];
  };
};

export const schema = definition.spec.versions[0].schema.openAPIV3Schema;

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat('int32', { type: 'number', validate: (number: number) => (number | 0) === number });
ajv.addFormat('int64', { type: 'number', validate: Number.isInteger });
ajv.addFormat('date-time', (time) => !Number.isNaN(Date.parse(time)));
const validate = ajv.compile(closed(schema));

/** What is wrong with a FlinkCluster, as `path: what`; with unknown fields refused, as strict field validation does. */
export function complaints(flinkCluster: object): string[] {
  validate(flinkCluster);
  return (validate.errors ?? []).map(({ instancePath, keyword, params, message }) => {
    const unknown = keyword === 'additionalProperties' ? ` (${String(params.additionalProperty)})` : '';
    return `${instancePath}: ${message ?? keyword}${unknown}`;
  });
}

/** Every schema below (and including) this one, with its path: `a.b`, list items as `a[]`, map values as `a{}`. */
export function* everySchema(
  at: StructuralSchema,
  path = '',
): Generator<readonly [path: string, schema: StructuralSchema]> {
  yield [path, at];
  for (const [name, member] of Object.entries(at.properties ?? {})) {
    yield* everySchema(member, path === '' ? name : `${path}.${name}`);
  }
  if (at.items !== undefined) yield* everySchema(at.items, `${path}[]`);
  if (at.additionalProperties !== undefined) yield* everySchema(at.additionalProperties, `${path}{}`);
}

/** The schema with every object closed; only `metadata` of the FlinkCluster itself is checked elsewhere. */
function closed(at: StructuralSchema): object {
  return {
    ...at,
    ...(at.items && { items: closed(at.items) }),
    ...(at.additionalProperties && { additionalProperties: closed(at.additionalProperties) }),
    ...(at.properties && {
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(at.properties).map(([name, member]) => [name, closed(member)]),
      ),
    }),
  };
}
