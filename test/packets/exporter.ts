/** An exporter at hand: what it sends goes through a real GoFlow2, and from there through the core. */
import { createSocket, type Socket } from 'node:dgram';
import type { ModelOptions } from '../../normalizer/src/model/options';
import { normalize, type Outcome } from '../../normalizer/src/normalize';
import { leavesOf } from '../../normalizer/test/corpus/leaves';
import { startPrintingGoflow2 } from '../servers/goflow2';
import { eventually } from '../servers/process';

/** What became of a flow. */
export interface Seen {
  /**
   * Its leaves by their paths, as the declaration has them, but for the time at which it was received: a time of
   * the flow that is the same is `received`.
   */
  readonly leaves: Readonly<Record<string, unknown>>;
  /** The keys of GoFlow2 whose values were left out. */
  readonly omitted: readonly string[];
}

export interface Exporter {
  /** Sends a packet of NetFlow or IPFIX. @returns what GoFlow2 has printed of it. @param flows that it holds */
  readonly netflow: (packet: Buffer, flows?: number) => Promise<readonly string[]>;
  readonly sflow: (packet: Buffer, flows?: number) => Promise<readonly string[]>;
  /** All that GoFlow2 has printed, as documents for yanglint. */
  readonly documents: () => readonly string[];
  readonly stop: () => Promise<void>;
}

/** Starts the collector of an environment, and an exporter that sends it packets, one after the other. */
export async function startExporter(environment: string): Promise<Exporter> {
  const collector = await startPrintingGoflow2(environment);
  const socket = createSocket('udp4');
  const sendTo =
    (port: number) =>
    async (packet: Buffer, flows = 1) => {
      const before = collector.records().length;
      await send(socket, packet, port);
      const what = `${flows} flows come out of GoFlow2`;
      await eventually(what, () => collector.records().length >= before + flows, { seconds: 6 });
      return collector.records().slice(before);
    };
  return {
    netflow: sendTo(collector.netflowPort),
    sflow: sendTo(collector.sflowPort),
    documents: () => collector.records().flatMap(rfc7951),
    stop: async () => {
      socket.close();
      await collector.stop();
    },
  };
}

const send = (socket: Socket, packet: Buffer, port: number) =>
  new Promise<void>((done, fail) => {
    socket.send(packet, port, '127.0.0.1', (error) => {
      if (error) fail(error);
      else done();
    });
  });

/** The only outcome of a record. */
export function outcomeOf(record: string | undefined, options: Partial<ModelOptions> = {}): Outcome {
  const all: ModelOptions = { encoding: 'numeric', timeUnit: 'seconds', ...options };
  const [outcome] = normalize(Buffer.from(record ?? ''), all);
  if (outcome === undefined) throw new Error('a record has no outcome');
  return outcome;
}

/** What became of a record that is a flow. @throws Error with the outcome if it is none */
export function seen(record: string | undefined, options: Partial<ModelOptions> = {}): Seen {
  const outcome = outcomeOf(record, options);
  if (!('value' in outcome)) throw new Error(`${JSON.stringify(outcome)} of ${record ?? 'nothing'}`);
  const leaves = new Map(
    [...leavesOf(outcome.value)].map(([path, value]) => [
      path.replace('export-packet/flow-data-record/', ''),
      value,
    ]),
  );
  const received = Number(leaves.get('collector-goflow2/time-received'));
  expect(Math.abs(received - Date.now() / 1000)).toBeLessThan(60);
  leaves.delete('collector-goflow2/time-received');
  for (const path of ['first-switched', 'last-switched']) {
    if (leaves.get(path) === received) leaves.set(path, 'received');
  }
  return { leaves: Object.fromEntries(leaves), omitted: outcome.omitted };
}

function rfc7951(record: string): readonly string[] {
  const outcome = outcomeOf(record, { encoding: 'rfc7951' });
  return 'value' in outcome ? [outcome.value] : [];
}
