/** The embedded Kubernetes types, as generated: see kubernetes-types.ts for how. */
import generated from './kubernetes-types.json';
import type { KubernetesTypes } from './kubernetes-types';
import type { StructuralSchema } from './schema';

export const kubernetes = generated as unknown as Readonly<Record<keyof KubernetesTypes, StructuralSchema>>;
