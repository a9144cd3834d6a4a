/**
 * From the JSON Schema of Kubernetes' typings to structural schemas, written out in full.
 *
 * A structural schema knows no references, no unions and no fractions, and the API server drops every field
 * that it doesn't list. What is done to each type is said by the type's name.
 */
import { intOrString, mapOfText, object, quantity, listOf, text, type StructuralSchema } from './schema';

/** What ts-json-schema-generator makes of a type, as far as these typings need it. */
export interface TypingSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, TypingSchema>>;
  readonly required?: readonly string[];
  readonly items?: TypingSchema;
  readonly additionalProperties?: TypingSchema | boolean;
}

/** The named types that a schema refers to, by the interface's name. */
export type Definitions = Readonly<Record<string, TypingSchema>>;

/** Types that are written down as a whole. */
const WHOLE: Readonly<Record<string, StructuralSchema>> = {
  IQuantity: quantity,
  IIntOrString: intOrString,
  ITime: text,
  // A claim template's metadata, without which its name would be dropped. Only what the operator's own CRD
  // lists: its webhook adds `creationTimestamp: null`, which a schema with that field would refuse.
  IObjectMeta: object({
    annotations: mapOfText,
    finalizers: listOf(text),
    labels: mapOfText,
    name: text,
    namespace: text,
  }),
};

/**
 * Fields that Kubernetes has added since 1.23, whose types the operator v0.3.9 was built with. Its webhook
 * writes the object anew from those types, so it would lose these fields silently: better not to know them.
 */
const NEWER_THAN_THE_OPERATOR: Readonly<Record<string, readonly string[]>> = {
  IContainer: ['resizePolicy', 'restartPolicy'],
  ILifecycle: ['stopSignal'],
  ILifecycleHandler: ['sleep'],
  ILoadBalancerIngress: ['ipMode'],
  IPersistentVolumeClaimSpec: ['volumeAttributesClassName'],
  IPersistentVolumeClaimStatus: [
    'allocatedResourceStatuses',
    'currentVolumeAttributesClassName',
    'modifyVolumeStatus',
  ],
  IPodSecurityContext: ['appArmorProfile', 'seLinuxChangePolicy', 'supplementalGroupsPolicy'],
  IResourceRequirements: ['claims'],
  ISecurityContext: ['appArmorProfile'],
  ITypedObjectReference: ['namespace'],
  IVolume: ['image'],
  IVolumeMount: ['recursiveReadOnly'],
  IVolumeProjection: ['clusterTrustBundle'],
};

/** Fields that Kubernetes 1.23 had and the typings no longer have. */
const GONE_SINCE: Readonly<Record<string, Readonly<Record<string, StructuralSchema>>>> = {
  IPersistentVolumeClaimStatus: { resizeStatus: text },
};

/** A name with an optional DNS prefix, as Kubernetes' validation has it. */
const QUALIFIED_NAME =
  '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$';

/** What Kubernetes says of a member in markers of its Go source, which typings don't hold. */
const MARKERS: Readonly<Record<string, Readonly<Record<string, StructuralSchema>>>> = {
  IContainer: {
    ports: { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['containerPort', 'protocol'] },
  },
  IContainerPort: { protocol: { default: 'TCP' } },
  ILoadBalancerIngress: { ports: { 'x-kubernetes-list-type': 'atomic' } },
  IPortStatus: { protocol: { default: 'TCP' }, error: { maxLength: 316, pattern: QUALIFIED_NAME } },
};

/**
 * Writes a schema out in full.
 * @throws Error when the typings use something that a structural schema can't say
 */
export function expand(schema: TypingSchema, definitions: Definitions, typeName = ''): StructuralSchema {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/definitions/', '');
    const definition = definitions[name];
    if (definition === undefined) throw new Error(`no definition of ${name}`);
    return WHOLE[name] ?? expand(definition, definitions, name);
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return { type: schema.type };
    case 'number':
      return { type: 'integer' }; // Kubernetes has no fractions in these types.
    case 'array':
      return listOf(expand(schema.items ?? {}, definitions));
    case 'object':
      return schema.properties === undefined
        ? { type: 'object', additionalProperties: mapValues(schema, definitions) }
        : members(schema, definitions, typeName);
    default:
      throw new Error(`${typeName}: no structural schema for ${JSON.stringify(schema)}`);
  }
}

function mapValues({ additionalProperties }: TypingSchema, definitions: Definitions): StructuralSchema {
  return typeof additionalProperties === 'object' ? expand(additionalProperties, definitions) : text;
}

function members(schema: TypingSchema, definitions: Definitions, typeName: string): StructuralSchema {
  const newer = NEWER_THAN_THE_OPERATOR[typeName] ?? [];
  const kept = Object.entries(schema.properties ?? {}).filter(([name]) => !newer.includes(name));
  const properties: Record<string, StructuralSchema> = {};
  for (const [name, member] of kept) {
    properties[name] = { ...expand(member, definitions), ...MARKERS[typeName]?.[name] };
  }
  // The typings want each object to say what it is; one inside another need not.
  const required = schema.required?.filter((name) => name !== 'apiVersion' && name !== 'kind');
  return object({ ...properties, ...GONE_SINCE[typeName] }, required);
}
