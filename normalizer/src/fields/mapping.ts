import { leaves } from './index';
import type { MappedField } from './leaf';

export type { MappedField } from './leaf';

/**
 * The fields that the collector has to be told to print, in the order of their elements. The goflow2 chart
 * makes its mapping of them.
 */
export const mappedFields: readonly MappedField[] = [
  ...new Map(
    leaves
      .flatMap(({ sources }) => sources.v2?.keys ?? [])
      .filter((key) => typeof key !== 'string')
      .map((field) => [field.name, field]),
  ).values(),
].sort((one, other) => (one.enterprise ?? 0) - (other.enterprise ?? 0) || one.element - other.element);
