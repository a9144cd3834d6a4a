/** The structural schemas that a CustomResourceDefinition is made of, and short names for the common ones. */

/** The part of JSON Schema that the API server takes (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema). */
export interface StructuralSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly default?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: StructuralSchema;
  readonly items?: StructuralSchema;
  readonly anyOf?: readonly StructuralSchema[];
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-list-type'?: 'map' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

export const text: StructuralSchema = { type: 'string' };
export const flag: StructuralSchema = { type: 'boolean' };
export const int32: StructuralSchema = { type: 'integer', format: 'int32' };
export const mapOfText: StructuralSchema = { type: 'object', additionalProperties: text };

/** A number or a text: a port by number or by name. */
export const intOrString: StructuralSchema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
};

/** An amount of a resource (k8s.io/apimachinery, resource.Quantity): sign, decimal number, binary, SI or exponent suffix. */
export const quantity: StructuralSchema = {
  ...intOrString,
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))' +
    '(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
};

/** A list of one kind of item. */
export function listOf(items: StructuralSchema): StructuralSchema {
  return { type: 'array', items };
}

/** An object with these members, of which those in `required` may not be absent. */
export function object(
  properties: Readonly<Record<string, StructuralSchema>>,
  required: readonly string[] = [],
): StructuralSchema {
  return { type: 'object', ...(required.length > 0 && { required }), properties };
}
