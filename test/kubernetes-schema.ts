/** The schemas of Kubernetes' own kinds, as the package kubernetes-models ships them. */
import type { KubernetesObject } from './manifests';

interface Model {
  validate(): void;
}

/**
 * Checks an object against the schema of its kind.
 * @returns what is wrong, in the validator's words; nothing when all is right
 */
export function validate(object: KubernetesObject): string[] {
  const constructor = model(object);
  if (constructor === undefined) return [`unknown kind ${object.apiVersion} ${object.kind}`];
  try {
    new constructor(object).validate();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function model({ apiVersion, kind }: KubernetesObject): (new (object: object) => Model) | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module's name is data
    const module = require(`kubernetes-models/${apiVersion}/${kind}`) as Record<
      string,
      new (data: object) => Model
    >;
    return module[kind];
  } catch {
    return undefined;
  }
}
