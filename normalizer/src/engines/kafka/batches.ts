/** What is done with a batch of records: chunk by chunk normalised, written, and noted as done. */
import type { Consumer, EachBatchHandler, EachBatchPayload } from 'kafkajs';
import type { Configuration } from '../../configuration';
import type { Outcome } from '../../normalize';
import type { Metrics } from '../metrics';
import { chunks, route, type RoutedRecord, type Source } from '../routing';
import { HEARTBEAT_MILLISECONDS } from './client';
import type { Delivery } from './delivery';
import type { Limits } from './limits';
import type { Watch } from './watch';

/** No more is written, and waited for, in one piece, whatever the topics take. */
const CHUNK_BYTES = 512 * 1024;

/** Who has a part in it. */
interface Parts {
  readonly configuration: Configuration;
  readonly normalize: (value: Buffer | null) => readonly Outcome[];
  readonly consumer: Pick<Consumer, 'seek'>;
  readonly delivery: Delivery;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly watch: Watch;
}

/** Makes the handler that kafkajs calls with each batch. */
export function batchHandler(parts: Parts): EachBatchHandler {
  const { configuration, normalize, consumer, delivery, limits, metrics, watch } = parts;
  const { outputTopic, rejectedTopic } = configuration;
  const limit = () => Math.min(CHUNK_BYTES, limits.of(outputTopic), limits.of(rejectedTopic));

  /** Normalises one record after the other as they are taken, so that others have their turn between chunks. */
  function* routed({ topic, partition, messages }: EachBatchPayload['batch']): Generator<RoutedRecord> {
    const source: Source = { topic, partition };
    for (const incoming of messages) {
      for (const outcome of normalize(incoming.value)) {
        yield { incoming, source, outcome, outgoing: route(incoming, outcome, source, configuration) };
      }
    }
  }

  return async ({ batch, ...control }) => {
    const { topic, partition } = batch;
    const finish = metrics.startBatch();
    const first = BigInt(batch.messages[0]?.offset ?? batch.lastOffset());
    const instead = await alive(control, () => delivery.begin(partition, first, control));
    if (instead !== undefined) {
      consumer.seek({ topic, partition, offset: String(instead) });
      return;
    }
    const end = batch.messages.at(-1)?.offset;
    for (const chunk of chunks(routed(batch), limit)) {
      if (!control.isRunning() || control.isStale()) {
        return;
      }
      const last = chunk.at(-1)?.incoming.offset ?? batch.lastOffset();
      // The mark of a transaction may come after the last record.
      const next = String(BigInt(last === end ? batch.lastOffset() : last) + 1n);
      const written = await alive(control, () =>
        delivery.deliver(chunk, { topic, partition, offset: next }, control),
      );
      metrics.count(written.map(({ outcome }) => outcome));
      control.resolveOffset(last);
      watch.progress();
      await control.heartbeat();
    }
    metrics.setLag(partition, Number(batch.offsetLag()));
    finish();
  };
}

/** Tells the group that this member is alive while something takes its time; what the group answers is heard after. */
async function alive<T>(
  { heartbeat }: Pick<EachBatchPayload, 'heartbeat'>,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
