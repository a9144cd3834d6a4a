package org.netflowgitops.normalizer;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what becomes of the records, by the names that the normaliser has as a service
 * (normalizer/src/engines/metrics.ts); Flink puts {@code flink_taskmanager_job_task_operator_} and the names of the
 * labels before them. Counted when the operator gives a record on: before the brokers have it, and once more when
 * a record is read again after a failure.
 */
final class RecordMetrics {
  private static final String PREFIX = "netflow_normalizer_";

  /** In seconds: those of the service. */
  private static final double[] LATENCY_BUCKETS = {0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800};

  private final MetricGroup metrics;
  private final Map<Series, Counter> counters = new HashMap<>();
  private final Counter[] latency = new Counter[LATENCY_BUCKETS.length];
  private final Counter latencyCount;
  private volatile double latencySum;

  private record Series(String name, String label, String value, String label2, String value2) {}

  RecordMetrics(MetricGroup metrics) {
    this.metrics = metrics;
    // From zero on, so that an alert on their rate sees the first one.
    for (String outcome : new String[] {"accepted", "rejected", "dropped"}) {
      counter("records_total", "outcome", outcome);
    }
    counter("dropped_total", "reason", "not-ip");
    for (int i = 0; i < latency.length; i++) {
      latency[i] = counter("latency_seconds_bucket", "le", text(LATENCY_BUCKETS[i]));
    }
    latencyCount = counter("latency_seconds_bucket", "le", "+Inf");
    metrics.counter(PREFIX + "latency_seconds_count", latencyCount);
    metrics.gauge(PREFIX + "latency_seconds_sum", () -> latencySum);
  }

  /**
   * Counts a record that is given on.
   *
   * @param given as it goes to its topic; one that was too large has become a rejected one
   * @param facts of the flow, if it was accepted
   * @param now in milliseconds since 1970
   */
  void given(Envelope given, Facts facts, long now) {
    if (given.rejected) {
      counter("records_total", "outcome", "rejected").inc();
      counter("rejections_total", "reason", given.header(Rejection.REASON)).inc();
      return;
    }
    counter("records_total", "outcome", "accepted").inc();
    counter(new Series("flows_total", "dialect", facts.dialect(), "type", facts.type())).inc();
    if (!facts.omitted().isEmpty()) {
      for (String field : facts.omitted().split(",")) {
        counter("omitted_total", "field", field).inc();
      }
    }
    // Clocks differ a little.
    observe(Math.max(0, (now - facts.received()) / 1000));
  }

  /** Counts a flow that leads to no record. */
  void dropped(String reason) {
    counter("records_total", "outcome", "dropped").inc();
    counter("dropped_total", "reason", reason).inc();
  }

  private void observe(double seconds) {
    for (int i = latency.length - 1; i >= 0 && seconds <= LATENCY_BUCKETS[i]; i--) {
      latency[i].inc();
    }
    latencyCount.inc();
    // Only the task's own thread writes it.
    latencySum += seconds;
  }

  private Counter counter(String name, String label, String value) {
    return counter(new Series(name, label, value, null, null));
  }

  private Counter counter(Series series) {
    return counters.computeIfAbsent(series, this::register);
  }

  private Counter register(Series series) {
    MetricGroup group = metrics.addGroup(series.label, series.value);
    if (series.label2 != null) {
      group = group.addGroup(series.label2, series.value2);
    }
    return group.counter(PREFIX + series.name);
  }

  /** As Prometheus writes a bucket's limit: without a fraction that is zero. */
  private static String text(double limit) {
    return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
  }
}
