/** Manifests of values that no environment has: rendered as `npm run synth` would, and written nowhere. */
import { parse, stringify } from 'yaml';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { manifest, type KubernetesObject } from './manifests';

/** Where a test finds manifests: by paths such as `kafka/ConfigMap.kafka-broker.yaml`. */
export interface Source {
  readonly manifest: (path: string) => KubernetesObject;
}

/** The manifests of `dist/<environment>/`. */
export function committed(environment: string): Source {
  return { manifest: (path) => manifest(environment, path) };
}

/** Those of an environment with options such as `--set`. */
export function rendered(
  environment: string,
  ...options: readonly string[]
): Source & {
  readonly objects: ReadonlyMap<string, KubernetesObject>;
} {
  const named = loadEnvironments(options).find(({ name }) => name === environment);
  if (named === undefined) throw new Error(`no environment ${environment}`);
  const objects = new Map(
    pipeline(named).charts.flatMap((chart) =>
      (chart.toJson() as KubernetesObject[]).map((object): [string, KubernetesObject] => [
        `${chart.node.id}/${object.kind}.${object.metadata.name}.yaml`,
        // By way of YAML, as files have it.
        parse(stringify(object)) as KubernetesObject,
      ]),
    ),
  );
  return {
    objects,
    manifest: (path) => {
      const object = objects.get(path);
      if (object === undefined) throw new Error(`${environment} has no ${path}`);
      return object;
    },
  };
}

/** The content of a ConfigMap's key. */
export function configurationOf({ manifest: read }: Source, path: string, key: string): string {
  const text = read(path).data?.[key];
  if (text === undefined) throw new Error(`${path} has no ${key}`);
  return text;
}
