/**
 * `npm run crd-types`: makes `charts/flink-operator/crd/kubernetes-types.json`, the Kubernetes types that a
 * FlinkCluster embeds, from the typings of kubernetes-models. Run it after a change of that package, or of
 * `kubernetes-types.ts`, which says what is made. The first argument may name another file to write.
 */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';
import { expand, type Definitions, type TypingSchema } from '../charts/flink-operator/crd/expand';
import { withFormats } from '../charts/flink-operator/crd/formats';

const FOLDER = 'charts/flink-operator/crd';
const committed = `${FOLDER}/kubernetes-types.json`;
const output = process.argv[2] ?? committed;

async function write(): Promise<void> {
  const { properties, definitions } = createGenerator({
    path: `${FOLDER}/kubernetes-types.ts`,
    tsconfig: 'tsconfig.json',
    type: 'KubernetesTypes',
    expose: 'all',
    topRef: false,
    skipTypeCheck: true,
  }).createSchema('KubernetesTypes');
  const types = Object.entries(properties as Readonly<Record<string, TypingSchema>>).map(([name, schema]) => [
    name,
    withFormats(name, expand(schema, definitions as Definitions)),
  ]);
  const text = JSON.stringify(Object.fromEntries(types));
  writeFileSync(output, await format(text, { ...(await resolveConfig(committed)), parser: 'json' }));
}

void write();
