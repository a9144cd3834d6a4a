import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../normalize';

/** What the kafka engine counts; `registry` prints it in Prometheus' text format. */
export class Metrics {
  readonly registry = new Registry();

  private readonly records = new Counter({
    name: 'netflow_normalizer_records_total',
    help: 'Records whose outcome has been acknowledged by Kafka',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  private readonly rejections = new Counter({
    name: 'netflow_normalizer_rejections_total',
    help: 'Records rejected, by reason',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  private readonly batches = new Histogram({
    name: 'netflow_normalizer_batch_seconds',
    help: 'Time from a fetched batch to its committed offset',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly lag = new Gauge({
    name: 'netflow_normalizer_lag_records',
    help: 'Records of the input topic that wait behind the last batch, by partition',
    labelNames: ['partition'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // From zero on, so that an alert on their rate sees the first one.
    for (const outcome of ['accepted', 'rejected', 'dropped']) {
      this.records.inc({ outcome }, 0);
    }
  }

  /** Counts outcomes that Kafka has acknowledged. */
  count(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if ('rejection' in outcome) {
        this.records.inc({ outcome: 'rejected' });
        this.rejections.inc({ reason: outcome.rejection.reason });
      } else {
        this.records.inc({ outcome: 'dropped' in outcome ? 'dropped' : 'accepted' });
      }
    }
  }

  /** Starts the clock of a batch; call the result when it is done. */
  startBatch(): () => void {
    return this.batches.startTimer();
  }

  setLag(partition: number, records: number): void {
    this.lag.set({ partition }, records);
  }

  /** Forgets the lag of partitions that may now be another member's. */
  forgetLag(): void {
    this.lag.reset();
  }
}
