/** Measures what a broker's restart costs: flows by their sequence numbers, from the exporter to the documents. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../stage';
import { held, numbered, quiet } from './flows';
import { allReady, type Strike } from './strikes';

/** What came of one restart, in flows. */
export interface Restart {
  readonly broker: string;
  readonly flowsASecond: number;
  readonly sent: number;
  /** Those that did not come to the collector: UDP, and nothing that a broker has to do with. */
  readonly onTheWay: number;
  /** Those that found the collector's queue full. */
  readonly queueFull: number;
  /** Those that the collector took out of its queue, and that are not in `flows`. */
  readonly givenUp: number;
  /** Those of `flows` that did not become documents. */
  readonly behind: number;
  /** Documents that are there more than once. */
  readonly doubled: number;
  /** From the strike until all brokers are ready. */
  readonly seconds: number;
}

/** Flows come this long before the strike, and after the last broker has come back. */
const MILLISECONDS = 10_000;

/**
 * Sends flows at a rate, strikes, and counts when all is quiet again.
 * @param first the first sequence number, which no flow of the cluster has had
 */
export async function measure(
  stage: Stage,
  { name, strike }: Strike,
  flowsASecond: number,
  first: number,
): Promise<Restart> {
  await allReady(stage);
  const before = await collected(stage);
  const flowing = { on: true };
  const sending = sendWhile(stage, flowing, flowsASecond, first);
  await sleep(MILLISECONDS);
  const struck = Date.now();
  await strike(stage.cluster.kubectl);
  const seconds = Math.round(((await allReady(stage)) - struck) / 1000);
  await sleep(MILLISECONDS);
  flowing.on = false;
  const sent = await sending;
  await quiet(stage, ['flows', 'netflow-output']);
  const after = await collected(stage);
  const [taken, queueFull] = [after.taken - before.taken, after.dropped - before.dropped];
  const range = [first, sent] as const;
  const flows = await held(stage, 'flows', 'sequence_num', range);
  const documents = await held(stage, 'netflow-output', 'sequence-number', range);
  return {
    ...{ broker: name, flowsASecond, sent },
    onTheWay: sent - taken - queueFull,
    queueFull,
    givenUp: taken - flows.distinct,
    behind: flows.distinct - documents.distinct,
    doubled: documents.doubled,
    seconds,
  };
}

/** Sends until it is told to stop. @returns how many flows */
async function sendWhile(
  { exporters }: Stage,
  flowing: { readonly on: boolean },
  flowsASecond: number,
  first: number,
): Promise<number> {
  const flows = 5 * flowsASecond;
  let sent = 0;
  for (; flowing.on; sent += flows) await exporters.send(numbered(first + sent, flows), flowsASecond);
  return sent;
}

/** Packets that the collector has taken out of its queue, and that it had no place for there; by its own count. */
async function collected({ cluster: { kubectl } }: Stage): Promise<{ taken: number; dropped: number }> {
  const pods = await kubectl.run('get', 'pods', '--namespace', 'netflow', '--output', 'name');
  const pod = /^pod\/(goflow2-.*)$/m.exec(pods)?.[1] ?? '';
  const path = `/api/v1/namespaces/netflow/pods/${pod}:8080/proxy/metrics`;
  const metrics = await kubectl.run('get', '--raw', path);
  const sum = (name: string) =>
    [...metrics.matchAll(new RegExp(`^goflow2_flow_${name}_packets_total\\{.*\\} (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  return { taken: sum('traffic'), dropped: sum('dropped') };
}
