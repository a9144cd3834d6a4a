/** The FlinkCluster definition in `dist/` says what the operator v0.3.9 says: the same fields, checked alike. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StructuralSchema } from '../charts/flink-operator/crd/schema';
import facts from './flink/crd-facts.json';
import { definition, everySchema, schema } from './flink/definition';

const byPath = new Map(everySchema(schema));

/** A field of the operator, as recorded from its definition. */
interface FieldRecord {
  readonly path: string;
  readonly type?: string;
  readonly format?: string;
  readonly required?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly intOrString?: boolean;
  readonly items?: string;
  readonly mapOf?: string;
  readonly embeds?: string;
  readonly list?: boolean;
  readonly crdSubtreeNodes?: number;
}

const fields: readonly FieldRecord[] = facts.fields;

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0));
}

test('the record of the operator is whole', () => {
  expect(fields).toHaveLength(173);
});

describe.each(fields)('$path', ({ path, ...field }) => {
  const found = byPath.get(path);

  test('is there with its type, format and limits', () => {
    expect({
      type: found?.type,
      format: found?.format,
      enum: found?.enum,
      minimum: found?.minimum,
      maximum: found?.maximum,
      pattern: found?.pattern,
      intOrString: found?.['x-kubernetes-int-or-string'],
    }).toEqual({
      type: field.type,
      format: field.format,
      enum: field.enum,
      minimum: field.minimum,
      maximum: field.maximum,
      pattern: field.pattern,
      intOrString: field.intOrString,
    });
  });

  test(field.required === true ? 'is required' : 'is optional', () => {
    const required = byPath.get(parentOf(path))?.required ?? [];
    expect(required.includes(path.slice(path.lastIndexOf('.') + 1))).toBe(field.required === true);
  });

  if (field.mapOf !== undefined) {
    test('maps texts to texts', () => {
      expect(found?.additionalProperties).toEqual({ type: 'string' });
    });
  }
  if (field.items === 'string') {
    test('lists texts', () => {
      expect(found?.items).toEqual({ type: 'string' });
    });
  }
  if (field.crdSubtreeNodes !== undefined) {
    test('holds the whole Kubernetes type, written out', () => {
      expect([...everySchema(found ?? {})]).toHaveLength(field.crdSubtreeNodes ?? 0);
    });
  }
});

describe('the definition as a whole', () => {
  test('has no field of its own making', () => {
    const embedded = fields.filter(({ embeds }) => embeds !== undefined).map(({ path }) => path);
    const known = new Set(fields.map(({ path }) => path));
    const own = [...byPath.keys()].filter(
      (path) => !embedded.some((above) => path.startsWith(`${above}.`) || path.startsWith(`${above}[]`)),
    );
    const unknown = own.filter((path) => !known.has(path.replace(/(\[\]|\{\})$/, '')));
    expect(unknown).toEqual(['', 'apiVersion', 'kind']);
  });

  test('counts as many schemas and keywords as the operator’s own', () => {
    const keywords: Record<string, number> = {};
    for (const [, at] of everySchema(schema)) {
      for (const keyword of Object.keys(at)) keywords[keyword] = (keywords[keyword] ?? 0) + 1;
    }
    expect(byPath.size).toBe(facts.sizes.totalSchemaNodes);
    expect(keywords).toEqual(facts.sizes.schemaKeywordCounts);
  });

  test.each(Object.entries(facts.requiredLists))('%s requires %j', (path, required) => {
    const found = byPath.get(path === '(root)' ? '' : path)?.required;
    expect([...(found ?? [])].sort()).toEqual([...required].sort());
  });

  test.each(facts.specialInFullCrd.listTypes)('$path is a list of kind $listType', (list) => {
    const found = byPath.get(list.path);
    expect(found?.['x-kubernetes-list-type']).toBe(list.listType);
    expect(found?.['x-kubernetes-list-map-keys']).toEqual(list.mapKeys);
  });

  test.each(facts.specialInFullCrd.defaults)('$path defaults to $default', (field) => {
    expect(byPath.get(field.path)?.default).toBe(field.default);
  });

  test.each(facts.specialInFullCrd.constraints)('%j', ({ path, ...constraint }) => {
    expect(byPath.get(path)).toMatchObject(constraint);
  });

  test('claim templates keep their metadata', () => {
    for (const path of [
      'spec.taskManager.volumeClaimTemplates[].metadata',
      'spec.job.volumes[].ephemeral.volumeClaimTemplate.metadata',
    ]) {
      expect(Object.keys(byPath.get(path)?.properties ?? {})).toEqual([
        'annotations',
        'finalizers',
        'labels',
        'name',
        'namespace',
      ]);
    }
  });

  test('is named, versioned and shown as at v0.3.9', () => {
    expect(definition).toMatchObject({
      metadata: {
        name: 'flinkclusters.flinkoperator.k8s.io',
        annotations: { 'api-approved.kubernetes.io': 'unapproved' },
      },
      spec: {
        group: 'flinkoperator.k8s.io',
        scope: 'Namespaced',
        names: { kind: 'FlinkCluster', plural: 'flinkclusters', shortNames: ['fc'] },
        conversion: { strategy: 'None' },
        versions: [{ name: 'v1beta1', served: true, storage: true, subresources: { status: {} } }],
      },
    });
    expect(definition.spec.versions).toHaveLength(1);
    expect(definition.spec.versions[0].additionalPrinterColumns).toEqual([
      { name: 'version', type: 'string', jsonPath: '.spec.flinkVersion' },
      { name: 'status', type: 'string', jsonPath: '.status.state' },
      { name: 'age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ]);
  });

  test('fits into the annotation that a client-side apply keeps of it', () => {
    const annotations = 262_144;
    expect(JSON.stringify(definition).length).toBeLessThan(annotations / 2);
  });
});

// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
describe('the schema is structural', () => {
  const all = [...byPath];

  test('every schema has a type, or is an int-or-string', () => {
    const untyped = all.filter(
      ([, at]) => at.type === undefined && at['x-kubernetes-int-or-string'] !== true,
    );
    expect(untyped).toEqual([]);
  });

  test('what is required is listed; a list has items, a map values, and no object is both map and record', () => {
    const wrong = all.filter(
      ([, { type, properties, required, items, additionalProperties }]) =>
        required?.some((name) => properties?.[name] === undefined) === true ||
        (type === 'array') !== (items !== undefined) ||
        (properties !== undefined && additionalProperties !== undefined),
    );
    expect(wrong).toEqual([]);
  });

  test('the keys of a list of kind map are members of its items, required or defaulted', () => {
    for (const [, at] of all) {
      for (const key of at['x-kubernetes-list-map-keys'] ?? []) {
        const member: StructuralSchema | undefined = at.items?.properties?.[key];
        expect(at.items?.required?.includes(key) === true || member?.default !== undefined).toBe(true);
      }
    }
  });
});

describe('generated is generated: made anew, nothing changes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flink-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('the Kubernetes types (npm run crd-types)', () => {
    const file = join(folder, 'kubernetes-types.json');
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/crd-types.ts', file]);
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      readFileSync('charts/flink-operator/crd/kubernetes-types.json', 'utf8'),
    );
  });

  test('the typed construct (npm run import)', () => {
    const options = ['--check-upgrade=false', '--language', 'typescript', '--output', folder];
    const { status } = spawnSync(process.execPath, [
      'node_modules/cdk8s-cli/bin/cdk8s',
      'import',
      ...options,
    ]);
    expect(status).toBe(0);
    const file = 'flinkoperator.k8s.io.ts';
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join('imports', file), 'utf8'));
  });
});
