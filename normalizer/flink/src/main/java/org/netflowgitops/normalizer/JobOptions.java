package org.netflowgitops.normalizer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.util.TimeUtils;

/**
 * What the job is told: three arguments, then options that may be left out, each followed by its value.
 *
 * @param security of the connections to the brokers
 * @param checkpointInterval how often what has been read is committed; null: as the cluster says, or each 10 s
 * @param transactionTimeout after which the brokers give up a transaction; they allow at most 15 minutes
 *     unless told otherwise, and a job that is away for longer loses what it had not committed
 * @param capacity the records that a worker is given before it has answered
 * @param workerTimeout how long a worker may think about a record before it is taken for hung
 * @param workerCommand starts the normaliser as a worker
 */
record JobOptions(
    String bootstrapServers,
    KafkaSecurity security,
    String inputTopic,
    String outputTopic,
    String rejectedTopic,
    String group,
    DeliveryGuarantee deliveryGuarantee,
    Duration checkpointInterval,
    Duration transactionTimeout,
    int capacity,
    Duration workerTimeout,
    List<String> workerCommand) {

  private static final String USAGE =
      "<bootstrap servers> <input topic> <output topic> [--option value]...";

  /** Options of {@code normalizer stdio} that are given on as they are; what is wrong with one, it says itself. */
  private static final List<String> MODEL_OPTIONS =
      List.of("default-sampling-interval", "sampling-intervals", "extensions", "not-ip");

  /** The options and what they are unless they are given; null: none, or {@link #parse} says. */
  private static Map<String, String> defaults() {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("rejected-topic", "flows-rejected");
    defaults.put("group", "netflow-normalizer");
    defaults.put("security-protocol", "PLAINTEXT");
    defaults.put("sasl-mechanism", null);
    defaults.put("ca-file", null);
    defaults.put("credentials-folder", null);
    defaults.put("encoding", "numeric");
    defaults.put("time-unit", "seconds");
    MODEL_OPTIONS.forEach(name -> defaults.put(name, null));
    defaults.put("delivery-guarantee", "at-least-once");
    defaults.put("checkpoint-interval", null);
    defaults.put("transaction-timeout", "15min");
    defaults.put("capacity", "1000");
    defaults.put("worker-timeout", "60s");
    defaults.put("worker-command", "node /opt/flink/usrlib/normalizer.mjs");
    return defaults;
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException that says what is wrong and what is allowed
   */
  static JobOptions parse(String... args) {
    List<String> topics = new ArrayList<>();
    Map<String, String> options = defaults();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        topics.add(args[i]);
        continue;
      }
      String name = args[i].substring(2);
      check(options.containsKey(name), args[i], "one of --" + String.join(", --", options.keySet()));
      check(i + 1 < args.length, args[i] + " without a value", USAGE);
      options.put(name, args[++i]);
    }
    check(topics.size() == 3, String.join(" ", args), USAGE);
    String bootstrapServers = topics.remove(0);
    topics.add(options.get("rejected-topic"));
    check(Set.copyOf(topics).size() == 3, "topics " + topics, "three topics that differ");
    return new JobOptions(
        bootstrapServers,
        new KafkaSecurity(
            options.get("security-protocol"),
            options.get("sasl-mechanism"),
            options.get("ca-file"),
            options.get("credentials-folder")),
        topics.get(0),
        topics.get(1),
        topics.get(2),
        options.get("group"),
        guarantee(options.get("delivery-guarantee")),
        options.get("checkpoint-interval") == null ? null : duration(options, "checkpoint-interval"),
        duration(options, "transaction-timeout"),
        positive(options, "capacity"),
        duration(options, "worker-timeout"),
        worker(options));
  }

  private static DeliveryGuarantee guarantee(String found) {
    List<DeliveryGuarantee> safe = List.of(DeliveryGuarantee.AT_LEAST_ONCE, DeliveryGuarantee.EXACTLY_ONCE);
    return safe.stream()
        .filter(guarantee -> guarantee.toString().equals(found))
        .findFirst()
        .orElseThrow(() -> refusal("--delivery-guarantee " + found, "one of " + safe));
  }

  private static Duration duration(Map<String, String> options, String name) {
    String found = options.get(name);
    try {
      Duration duration = TimeUtils.parseDuration(found);
      check(duration.toMillis() > 0, "--" + name + " " + found, "more than nothing");
      return duration;
    } catch (NumberFormatException e) {
      throw refusal("--" + name + " " + found, "a number and a unit, such as 500ms, 10s or 15min");
    }
  }

  private static int positive(Map<String, String> options, String name) {
    String found = options.get(name);
    check(found.matches("[1-9]\\d{0,8}"), "--" + name + " " + found, "a number from 1");
    return Integer.parseInt(found);
  }

  private static List<String> worker(Map<String, String> options) {
    List<String> command = new ArrayList<>(List.of(options.get("worker-command").trim().split("\\s+")));
    command.addAll(List.of("stdio", "--framing", "length-prefixed"));
    command.addAll(List.of("--encoding", options.get("encoding")));
    command.addAll(List.of("--time-unit", options.get("time-unit")));
    for (String name : MODEL_OPTIONS) {
      if (options.get(name) != null) {
        command.addAll(List.of("--" + name, options.get(name)));
      }
    }
    return command;
  }

  private static void check(boolean right, String found, String allowed) {
    if (!right) {
      throw refusal(found, allowed);
    }
  }

  private static IllegalArgumentException refusal(String found, String allowed) {
    return new IllegalArgumentException("found " + found + "; allowed: " + allowed);
  }
}
