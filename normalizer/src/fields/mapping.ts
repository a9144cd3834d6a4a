import { extendedLeaves, leaves } from './index';
import type { Leaf, MappedField } from './leaf';

export type { MappedField } from './leaf';

/** The fields that the collector has to be told to print, in the order of their elements. */
const mappedIn = (declared: readonly Leaf[]): readonly MappedField[] =>
  [
    ...new Map(
      declared
        .flatMap(({ sources }) => sources.v2?.keys ?? [])
        .filter((key) => typeof key !== 'string')
        .map((field) => [field.name, field]),
    ).values(),
  ].sort((one, other) => (one.enterprise ?? 0) - (other.enterprise ?? 0) || one.element - other.element);

/** What the goflow2 chart makes its mapping of. */
export const mappedFields = mappedIn(leaves);

/** What it adds to it where the site wants the extended leaves. */
export const extendedFields = mappedIn(extendedLeaves);
