package org.netflowgitops.normalizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counts the flows that lead to no record: the metric {@code dropped}, with {@code reason} as a variable of it. */
final class Drops {
  private final MetricGroup metrics;
  private final Map<String, Counter> counters = new HashMap<>();

  Drops(MetricGroup metrics) {
    this.metrics = metrics;
  }

  /**
   * Counts flows.
   *
   * @param reasons why, for each of them
   */
  void count(List<String> reasons) {
    for (String reason : reasons) {
      counters
          .computeIfAbsent(reason, name -> metrics.addGroup("reason", name).counter("dropped"))
          .inc();
    }
  }
}
