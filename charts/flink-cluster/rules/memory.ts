/** Rules of resources and memory. */
import { amountOf, canonical } from '../../kubernetes/quantity';
import { isAtLeast } from '../version';
import { refuseIf, SERVERS, warnIf, type Rule } from './rule';

/** The limit that the webhook fills in where no resources are said. */
const DEFAULT_MEMORY = '2Gi';

/** From this version on, Flink divides a process's memory itself, and the operator tells it the whole. */
function dividesMemoryItself(flinkVersion: string): boolean {
  return isAtLeast(flinkVersion, 1, 10);
}

function isPercentage(ratio: number): boolean {
  return ratio >= 0 && ratio <= 100;
}

/** Rule 11 of the webhook. A block that is wholly empty gets defaults; requests alone do not. */
export const limits: Rule = ({ spec }) =>
  SERVERS.flatMap((server) => {
    const resources = spec[server]?.resources;
    const given = Object.keys({ ...resources?.requests, ...resources?.limits });
    if (given.length === 0) return [];
    return (['cpu', 'memory'] as const).flatMap((resource) =>
      refuseIf(
        resources?.limits?.[resource] === undefined,
        ['spec', server, 'resources', 'limits', resource],
        "a limit: the operator derives Flink's memory and task slots from the limits, not from the requests",
      ),
    );
  });

/** Rules 12 and 13 of the webhook: a ratio of the whole, which only Flink since 1.10 is told. */
export const memoryProcessRatio: Rule = ({ spec }) =>
  SERVERS.flatMap((server) => {
    const ratio = spec[server]?.memoryProcessRatio;
    const path = ['spec', server, 'memoryProcessRatio'];
    if (!dividesMemoryItself(spec.flinkVersion)) {
      return refuseIf(ratio !== undefined, path, 'nothing: this is for Flink since 1.10');
    }
    return refuseIf(!isPercentage(ratio ?? 80), path, 'a percentage from 0 to 100');
  });

/** Rules 12 and 13 of the webhook: a part beside the heap, which only Flink before 1.10 is told. */
export const memoryOffHeapRatio: Rule = ({ spec }) =>
  SERVERS.flatMap((server) => {
    const ratio = spec[server]?.memoryOffHeapRatio;
    const path = ['spec', server, 'memoryOffHeapRatio'];
    if (dividesMemoryItself(spec.flinkVersion)) {
      return refuseIf(ratio !== undefined, path, 'nothing: this is for Flink before 1.10');
    }
    return refuseIf(!isPercentage(ratio ?? 25), path, 'a percentage from 0 to 100');
  });

/** Rules 12 and 13 of the webhook: a minimum beside the heap, which only Flink before 1.10 is told. */
export const memoryOffHeapMin: Rule = ({ spec }) =>
  SERVERS.flatMap((server) => {
    const minimum = amountOf(spec[server]?.memoryOffHeapMin) ?? 0;
    const path = ['spec', server, 'memoryOffHeapMin'];
    if (dividesMemoryItself(spec.flinkVersion)) {
      return refuseIf(minimum !== 0, path, 'nothing: this is for Flink before 1.10');
    }
    const limit = amountOf(spec[server]?.resources?.limits?.memory ?? DEFAULT_MEMORY) ?? Infinity;
    return refuseIf(minimum > limit, path, 'at most the memory limit');
  });

/** Flink's units of memory (org.apache.flink.configuration.MemorySize); a number alone is bytes. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  k: 2 ** 10,
  kb: 2 ** 10,
  kibibytes: 2 ** 10,
  m: 2 ** 20,
  mb: 2 ** 20,
  mebibytes: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gibibytes: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  tebibytes: 2 ** 40,
};

/** Each is a part of the container's memory, or all of it; a process that takes more is killed. */
export const memoryFitsLimit: Rule = ({ spec }) =>
  SERVERS.flatMap((server) => {
    const limit = amountOf(spec[server]?.resources?.limits?.memory ?? DEFAULT_MEMORY) ?? Infinity;
    const size = new RegExp(`^${server.toLowerCase()}\\.(memory\\.([a-z-]+\\.)+|heap\\.)(size|min)$`);
    return Object.entries(spec.flinkProperties ?? {}).flatMap(([property, value]) =>
      refuseIf(
        size.test(property) && bytes(value) > limit,
        ['spec', 'flinkProperties', property],
        `at most the memory limit of the ${server} (${spec[server]?.resources?.limits?.memory ?? DEFAULT_MEMORY})`,
      ),
    );
  });

/** A size as Flink reads it; nothing, if it doesn't look like one, which is for Flink to say. */
function bytes(size: string): number {
  const [, amount = '0', unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(size) ?? [];
  return Number(amount) * (unit === '' ? 1 : (UNITS[unit.toLowerCase()] ?? 0));
}

/** The webhook writes amounts anew; Argo CD would see a difference from git that no sync removes. */
export const quantitiesAreCanonical: Rule = ({ spec }) =>
  ([...SERVERS, 'job'] as const).flatMap((component) =>
    (['requests', 'limits'] as const).flatMap((kind) =>
      Object.entries(spec[component]?.resources?.[kind] ?? {}).flatMap(([resource, quantity]) => {
        const form = canonical(quantity);
        return warnIf(
          form !== undefined && form !== quantity,
          ['spec', component, 'resources', kind, resource],
          `"${form ?? ''}", as the operator's webhook writes this amount: another form is never in sync`,
        );
      }),
    ),
  );
