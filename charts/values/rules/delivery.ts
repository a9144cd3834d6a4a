/** What must fit together for the normaliser to write each record exactly once. */
import type { Rule } from './rule';

const MAX_TIMEOUT = 'transaction.max.timeout.ms';
const CHECKPOINT_INTERVAL = 'execution.checkpointing.interval';

/** Flink's units of time, in milliseconds (org.apache.flink.util.TimeUtils); a number alone is milliseconds. */
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^$|^ms$|^milli(second)?s?$/, 1],
  [/^s$|^sec(ond)?s?$/, 1000],
  [/^m(in(ute)?s?)?$/, 60_000],
  [/^h(ours?)?$/, 3_600_000],
];

export const deliveryRules: readonly Rule[] = [
  {
    reads: ['normalizer', 'kafka'],
    check: ({ normalizer: { deliveryGuarantee, transactionTimeoutSeconds }, kafka: { properties } }) =>
      deliveryGuarantee === 'exactly-once' &&
      Number(properties[MAX_TIMEOUT] ?? Infinity) < transactionTimeoutSeconds * 1000
        ? [
            {
              path: ['kafka', 'properties', MAX_TIMEOUT],
              allowed: `at least normalizer.transactionTimeoutSeconds (${transactionTimeoutSeconds}), in milliseconds`,
            },
          ]
        : [],
  },
  {
    reads: ['normalizer', 'flink'],
    check: ({ normalizer: { deliveryGuarantee, engine, transactionTimeoutSeconds }, flink: { netflow } }) => {
      const interval = milliseconds(netflow.flinkProperties[CHECKPOINT_INTERVAL]);
      return deliveryGuarantee === 'exactly-once' &&
        engine === 'flink' &&
        interval >= transactionTimeoutSeconds * 1000
        ? [
            {
              path: ['normalizer', 'transactionTimeoutSeconds'],
              allowed: `more than ${interval / 1000}, flink.netflow's ${CHECKPOINT_INTERVAL}: no transaction would last until its checkpoint`,
            },
          ]
        : [];
    },
  },
];

/** A duration as Flink reads it; nothing, if it doesn't look like one, which is for Flink to say. */
function milliseconds(duration: string | number | boolean | undefined): number {
  const [, amount = '0', unit = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(String(duration)) ?? [];
  return Number(amount) * (UNITS.find(([name]) => name.test(unit.toLowerCase()))?.[1] ?? 0);
}
