/** The rows of the table: every fault, with each engine and each of its promises. */
import { deliveryGuarantees, type DeliveryGuarantee } from '../../normalizer/src/configuration';
import { brokerFaults } from './broker-faults';
import type { Engine } from './engine';
import { suffer, type Fault, type Kind, type Row, type Size } from './fault';
import { flink } from './flink';
import { kafkajs } from './kafkajs';
import { networkFaults } from './network-faults';
import { soak } from './soak';
import { topicFaults } from './topic-faults';
import type { World } from './world';

/** A row to be. */
export interface Trial {
  readonly engine: string;
  readonly guarantee: DeliveryGuarantee;
  readonly name: string;
  /** What its row has to say. */
  readonly promised: Partial<Row>;
  readonly suffer: (world: World) => Promise<Row>;
}

/** Those of a size, in the order of the table. */
export const trials = (size: Size): readonly Trial[] => [
  ...trialsOf(kafkajs, size),
  ...trialsOf(flink, size),
];

function trialsOf<E extends Engine>(kind: Kind<E>, size: Size): Trial[] {
  const shared: readonly Fault<E>[] = [...brokerFaults, ...topicFaults, ...networkFaults];
  const faults = [...kind.faults, ...shared, soak(kind.faults)];
  return deliveryGuarantees.flatMap((guarantee) =>
    faults
      .filter(({ times, short }) => {
        const alsoShort = kind.short && (short ?? 'at-least-once') === guarantee;
        return times[size] > 0 && (size === 'long' || alsoShort);
      })
      .map((fault) => ({
        engine: kind.name,
        guarantee,
        name: fault.name,
        promised: {
          lost: 0,
          late: [],
          surprises: [],
          ...(fault.disorder === undefined && { disordered: 0 }),
          ...(guarantee === 'exactly-once' && { duplicated: 0 }),
        },
        suffer: (world) => suffer(world, kind, fault, guarantee, size),
      })),
  );
}
