/** Environments synthesised in memory, with options as `npm run synth` takes them. */
import { pipeline } from '../../charts/pipeline';
import { loadEnvironments } from '../../charts/values/load';
import { ValuesError } from '../../charts/values/problem';
import type { KubernetesObject } from '../manifests';

function environment(name: string, options: readonly string[]) {
  const args = options.flatMap((option) => ['--set', option]);
  const found = loadEnvironments(args).find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  return found;
}

/** Every object of `reference` with the options, as `application/Kind.name`. */
export function reference(...options: string[]): Map<string, KubernetesObject> {
  const { charts } = pipeline(environment('reference', options));
  return new Map(
    charts.flatMap((chart) =>
      (chart.toJson() as KubernetesObject[]).map((object) => [
        `${chart.node.id}/${object.kind}.${object.metadata.name}`,
        object,
      ]),
    ),
  );
}

/** The warnings of `reference` with the options, as `path: allowed`. */
export function warnings(...options: string[]): string[] {
  return environment('reference', options).warnings.map(({ path, allowed }) => `${path}: ${allowed}`);
}

/** The lines that the options end in. */
export function complaints(...options: string[]): string[] {
  try {
    loadEnvironments(options.flatMap((option) => ['--set', option]));
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.message.split('\n');
  }
  throw new Error(`accepted: ${options.join(' ')}`);
}
