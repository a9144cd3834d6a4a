/**
 * Every object has only fields that its kind knows, of their types. The API server drops what it does not know
 * without a word (https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation): a misspelt
 * field is one that has no effect.
 */
import Ajv, { type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import application from './crds/Application.json';
import appProject from './crds/AppProject.json';
import certificate from './crds/Certificate.json';
import issuer from './crds/Issuer.json';
import { every, member, ofKind, problem, type Manifest } from './objects';

type Schema = Readonly<Record<string, unknown>>;

const DEFINED_ELSEWHERE: Readonly<Record<string, Schema>> = {
  'argoproj.io/v1alpha1 Application': application,
  'argoproj.io/v1alpha1 AppProject': appProject,
  'cert-manager.io/v1 Certificate': certificate,
  'cert-manager.io/v1 Issuer': issuer,
};

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
let fixed: ReadonlyMap<string, ValidateFunction> | undefined;

/** Unknown kinds, unknown fields, missing fields and wrong types. */
export function fields(all: readonly Manifest[]): string[] {
  fixed ??= new Map([...kubernetesKinds(), ...definedElsewhere()]);
  const known = new Map([...fixed, ...definedBy(all)]);
  return all.flatMap(({ path: file, object }) => {
    const kind = `${object.apiVersion} ${object.kind}`;
    const validate = known.get(kind);
    if (validate === undefined) return [problem(file, 'kind', `${kind} is no kind that is known here`)];
    validate(object);
    return (validate.errors ?? []).map(({ instancePath, keyword, params, message }) => {
      const at = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/');
      const what =
        keyword === 'additionalProperties'
          ? `unknown field ${String(params.additionalProperty)}`
          : (message ?? keyword);
      return problem(file, at === '' ? 'the object' : at, what);
    });
  });
}

const jsonSchema = { $ref: '#/definitions/IJSONSchemaProps' };

/** Types that the typings leave open: a value of any JSON, and a schema or something else. */
const UNIONS: Schema = {
  IJSON: true,
  IJSONSchemaPropsOrArray: jsonSchema,
  IJSONSchemaPropsOrBool: { anyOf: [jsonSchema, { type: 'boolean' }] },
  IJSONSchemaPropsOrStringArray: { anyOf: [jsonSchema, { type: 'array', items: { type: 'string' } }] },
};

/** Schemas made of the typings of kubernetes-models, closed: its own validation lets unknown fields pass. */
function kubernetesKinds(): [kind: string, validate: ValidateFunction][] {
  const generator = createGenerator({
    path: 'test/checks/kubernetes-kinds.ts',
    tsconfig: 'tsconfig.json',
    topRef: false,
    expose: 'all',
    additionalProperties: false,
    skipTypeCheck: true,
  });
  return ['KubernetesKinds', 'ExtensionKinds', 'MonitoringKinds'].flatMap((type) => {
    const { properties, definitions } = generator.createSchema(type);
    return Object.entries(properties ?? {}).map(([kind, schema]): [string, ValidateFunction] => [
      kind,
      ajv.compile({ ...(schema as Schema), definitions: { ...definitions, ...UNIONS } }),
    ]);
  });
}

function definedElsewhere(): [kind: string, validate: ValidateFunction][] {
  return Object.entries(DEFINED_ELSEWHERE).map(([kind, schema]) => [kind, compiled(schema)]);
}

/** Schemas of the environment's own CustomResourceDefinitions. */
function definedBy(all: readonly Manifest[]): [kind: string, validate: ValidateFunction][] {
  return ofKind(all, 'CustomResourceDefinition').flatMap(({ object: { spec } }) =>
    every(spec, 'versions[]').map(({ value: version }): [string, ValidateFunction] => [
      `${String(spec?.group)}/${String(member(version, 'name'))} ${String(member(spec?.names, 'kind'))}`,
      compiled(every(version, 'schema.openAPIV3Schema')[0]?.value as Schema),
    ]),
  );
}

const cache = new Map<string, ValidateFunction>();

function compiled(schema: Schema): ValidateFunction {
  const key = JSON.stringify(schema);
  const known = cache.get(key) ?? ajv.compile(customResource(schema));
  cache.set(key, known);
  return known;
}

/** A structural schema with every object in it closed, but for the metadata, which is Kubernetes' own. */
function customResource(schema: Schema): Schema {
  const properties = schema.properties as Readonly<Record<string, Schema>>;
  const own = Object.entries(properties).filter(([name]) => name !== 'metadata');
  return {
    ...schema,
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(own.map(([name, at]) => [name, closed(at)])),
      metadata: METADATA,
    },
  };
}

const mapOfTexts = { type: 'object', additionalProperties: { type: 'string' } };

/** The part of the metadata that manifests write. */
const METADATA = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    namespace: { type: 'string' },
    labels: mapOfTexts,
    annotations: mapOfTexts,
    finalizers: { type: 'array', items: { type: 'string' } },
  },
};

/** The schema with unknown fields refused wherever it does not preserve them. */
function closed(at: Schema): Schema {
  const { properties, items, additionalProperties: values } = at;
  return {
    ...at,
    ...(isSchema(items) && { items: closed(items) }),
    ...(isSchema(values) && { additionalProperties: closed(values) }),
    ...(isSchema(properties) && {
      ...(at['x-kubernetes-preserve-unknown-fields'] !== true && { additionalProperties: false }),
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, closed(schema as Schema)]),
      ),
    }),
  };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
