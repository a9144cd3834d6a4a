/** The way out where no value says what a site needs: patches on the objects that the charts have made. */
import { JsonPatch, type ApiObject, type App } from 'cdk8s';
import type { FlinkClusterManifest } from './flink-cluster/manifest';
import { findings } from './flink-cluster/rules';
import { mergeOperations, refusal } from './json-patch';
import type { Manifest } from './manifests/write';
import type { Environment } from './values/load';
import type { Operation, Patch } from './values/patches';
import { ValuesError, type Problem } from './values/problem';

/** What is wrong with a patch: where in it, and what would do. */
interface Objection {
  readonly path: readonly (string | number)[];
  readonly allowed: string;
}

/**
 * Patches the objects of an environment, in the order of the list, before they are checked and written.
 * @throws ValuesError when a patch has no target, can't be applied, or makes what would be refused in the cluster
 */
export function applyPatches(app: App, { name, values, problemAt }: Environment): void {
  const problems = values.patches.flatMap((patch, index): Problem[] =>
    applyPatch(app, patch).map(({ path, allowed }) => ({
      ...problemAt(['patches', index, ...path], allowed),
      environments: [name],
    })),
  );
  if (problems.length > 0) throw new ValuesError(problems);
}

function applyPatch(app: App, { target, patch }: Patch): Objection[] {
  const all = app.charts.flatMap(({ apiObjects }) => apiObjects);
  const targets = all.filter(
    ({ kind, metadata }) =>
      kind === target.kind &&
      metadata.name === target.name &&
      (target.namespace === undefined || metadata.namespace === target.namespace),
  );
  if (targets.length === 0)
    return [{ path: ['target'], allowed: `an object that there is: ${known(all, target.kind)}` }];
  return targets.flatMap((object) => patchObject(object, patch));
}

/** The names of the kind, or the kinds, where there is none of it. */
function known(all: readonly ApiObject[], kind: string): string {
  const named = all
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => `${kind} ${metadata.name ?? ''}`);
  const found = named.length > 0 ? named : all.map((object) => object.kind);
  return [...new Set(found)].sort().join(', ');
}

function patchObject(object: ApiObject, patch: Patch['patch']): Objection[] {
  const operations = Array.isArray(patch) ? patch : mergeOperations(object.toJson(), patch);
  for (const [index, operation] of operations.entries()) {
    const allowed = refusal(object.toJson(), operation);
    if (allowed !== undefined) return [{ path: ['patch', index], allowed }];
    object.addJsonPatch(jsonPatch(operation));
  }
  return refusedInCluster(object.toJson() as Manifest);
}

/** The operator's rules hold for what is left of a FlinkCluster, too. */
function refusedInCluster(manifest: Manifest): Objection[] {
  if (manifest.kind !== 'FlinkCluster') return [];
  return findings(manifest as unknown as FlinkClusterManifest)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, allowed }) => ({ path: ['patch'], allowed: `at ${path.join('.')} ${allowed}` }));
}

function jsonPatch(operation: Operation): JsonPatch {
  switch (operation.op) {
    case 'remove':
      return JsonPatch.remove(operation.path);
    case 'move':
    case 'copy':
      return JsonPatch[operation.op](operation.from, operation.path);
    default:
      return JsonPatch[operation.op](operation.path, operation.value);
  }
}
