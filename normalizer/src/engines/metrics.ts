import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Accepted, Outcome } from '../normalize';

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
  private readonly drops = new Counter({
    name: 'netflow_normalizer_dropped_total',
    help: 'Records that the configuration wants neither accepted nor rejected, by reason',
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
    help: 'Records of the input topic that are not committed yet, by partition',
    labelNames: ['partition'],
    registers: [this.registry],
  });

  private readonly omissions = new Counter({
    name: 'netflow_normalizer_omitted_total',
    help: 'Values that were left out of accepted records, by field of the input',
    labelNames: ['field'],
    registers: [this.registry],
  });
  private readonly flows = new Counter({
    name: 'netflow_normalizer_flows_total',
    help: 'Accepted records by dialect of GoFlow2 and by what the exporter spoke',
    labelNames: ['dialect', 'type'],
    registers: [this.registry],
  });
  private readonly latency = new Histogram({
    name: 'netflow_normalizer_latency_seconds',
    help: 'Time from the collector (whole seconds in some dialects) to the acknowledged output',
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    registers: [this.registry],
  });
  private readonly rebalances = new Counter({
    name: 'netflow_normalizer_rebalances_total',
    help: 'How often the consumer group was joined',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    // From zero on, so that an alert on their rate sees the first one.
    for (const outcome of ['accepted', 'rejected', 'dropped']) {
      this.records.inc({ outcome }, 0);
    }
    this.drops.inc({ reason: 'not-ip' }, 0);
  }

  /** Counts outcomes that Kafka has acknowledged. */
  count(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      if ('rejection' in outcome) {
        this.records.inc({ outcome: 'rejected' });
        this.rejections.inc({ reason: outcome.rejection.reason });
      } else if ('dropped' in outcome) {
        this.records.inc({ outcome: 'dropped' });
        this.drops.inc({ reason: outcome.dropped });
      } else {
        this.accept(outcome);
      }
    }
  }

  private accept({ omitted, dialect, recordType, timeReceived }: Accepted): void {
    this.records.inc({ outcome: 'accepted' });
    this.flows.inc({ dialect, type: recordType ?? 'unknown' });
    for (const field of omitted) {
      this.omissions.inc({ field });
    }
    // Clocks differ a little.
    this.latency.observe(Math.max(0, (Date.now() - timeReceived) / 1000));
  }

  /** Starts the clock of a batch; call the result when it is done. */
  startBatch(): () => void {
    return this.batches.startTimer();
  }

  setLag(partition: number, records: number): void {
    this.lag.set({ partition }, records);
  }

  /** Counts that the group was joined; the lag of partitions that may now be another member's is forgotten. */
  joined(): void {
    this.rebalances.inc();
    this.lag.reset();
  }
}
