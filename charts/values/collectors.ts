/** The collectors that the values ask for: one, or those of `goflow2.collectors`. */
import type { CollectorValues, Goflow2Values } from './goflow2';
import { overlay } from './layers';

/** One collector, with what it does not say of itself filled in. */
export interface NamedCollector {
  /** Absent: the only one. */
  readonly name?: string;
  /** Its section of the values. */
  readonly path: readonly string[];
  readonly values: CollectorValues;
  /** Who may send to it; absent: whoever may send at all. */
  readonly exporters?: readonly string[];
  /** Where a member is said: in its own section, or for all. */
  readonly placeOf: (...members: readonly [keyof CollectorValues, ...string[]]) => readonly string[];
}

/** All of them. Maps are merged and lists replaced, as layers of values are; `resources` are replaced as a whole. */
export function collectorsOf({ collectors, ...all }: Goflow2Values): NamedCollector[] {
  if (Object.keys(collectors).length === 0) {
    return [{ path: ['goflow2'], values: all, placeOf: (...members) => ['goflow2', ...members] }];
  }
  return Object.entries(collectors).map(([name, { exporters, ...own }]) => {
    const path = ['goflow2', 'collectors', name];
    return {
      name,
      path,
      values: { ...(overlay(all, own) as CollectorValues), resources: own.resources ?? all.resources },
      ...(exporters !== undefined && { exporters }),
      placeOf: (...members) => [...(isSaid(own, members) ? path : ['goflow2']), ...members],
    };
  });
}

function isSaid(values: unknown, [member = '', ...rest]: readonly string[]): boolean {
  if (typeof values !== 'object' || values === null || !Object.hasOwn(values, member)) return false;
  return rest.length === 0 || isSaid((values as Record<string, unknown>)[member], rest);
}
