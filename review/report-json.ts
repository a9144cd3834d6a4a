/** For programs. */
import { pathText } from './compare';
import type { Review } from './model';
import { isDangerous } from './review';

export function reportJson(review: Review): string {
  const { base, head } = review;
  const environments = review.environments.map(({ name, severity, objects }) => ({
    name,
    severity,
    objects: objects.map((object) => ({
      application: object.application,
      apiVersion: object.apiVersion,
      kind: object.kind,
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      name: object.name,
      change: object.change,
      ...(object.renamedFrom !== undefined && { renamedFrom: object.renamedFrom }),
      ...(object.movedFrom !== undefined && { movedFrom: object.movedFrom }),
      severity: object.severity,
      consequences: object.consequences,
      fields: object.fields.map(({ path, ...change }) => ({ path: pathText(path), ...change })),
    })),
  }));
  return `${JSON.stringify({ base, head, dangerous: isDangerous(review), environments }, null, 2)}\n`;
}
