/** Flows that are told apart by their packet's sequence number, and which of them have come how far. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ipv4, uint } from '../../traffic/bytes';
import { TIMES_BY_UPTIME } from '../../traffic/every-field';
import { field, netflowV9 } from '../../traffic/netflow';
import type { Packet } from '../exporters';
import type { Stage } from '../stage';
import { count, filtered } from '../topics';

/** The node port of the environment's collector. */
const PORT = 31000;

const FIELDS = [
  field(1, uint(1500, 8)),
  field(2, uint(1, 8)),
  field(4, uint(6, 1)),
  field(7, uint(44631, 2)),
  field(8, ipv4('203.0.113.200')),
  field(11, uint(443, 2)),
  field(12, ipv4('198.51.100.20')),
  ...TIMES_BY_UPTIME,
];

/** One flow in each packet, from ten exporters in turn. @param first the sequence number of the first one */
export function numbered(first: number, flows: number): Packet[] {
  const time = Math.floor(Date.now() / 1000);
  return Array.from({ length: flows }, (_, index) => ({
    exporter: 1 + (index % 10),
    port: PORT,
    payload: netflowV9({ uptime: 100_000, time, sequence: first + index, sourceId: 7 }, FIELDS),
  }));
}

/** What a topic holds of them. */
export interface Held {
  readonly distinct: number;
  /** How many more there are than distinct ones. */
  readonly doubled: number;
}

/** @param member the name of the sequence number in the topic's documents */
export async function held(
  { cluster }: Stage,
  topic: string,
  member: string,
  [first, flows]: readonly [number, number],
): Promise<Held> {
  const numbers = (await filtered(cluster.kubectl, topic, `grep -o '"${member}":[0-9]*'`))
    .map((line) => Number(line.split(':').at(-1)))
    .filter((number) => number >= first && number < first + flows);
  const { size } = new Set(numbers);
  return { distinct: size, doubled: numbers.length - size };
}

/** Waits until topics have not grown for as long as the collector may keep what it retries. */
export async function quiet({ cluster: { kubectl } }: Stage, topics: readonly string[]): Promise<void> {
  let [before, since] = [-1, Date.now()];
  while (Date.now() - since < 20_000) {
    const now = (await Promise.all(topics.map((topic) => count(kubectl, topic)))).reduce((a, b) => a + b);
    if (now !== before) [before, since] = [now, Date.now()];
    await sleep(2000);
  }
}
