package org.netflowgitops.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts records that their topics would refuse for their size, before the sinks fail at them for ever: to the topic
 * of the rejected ones goes as much of the value as fits, and headers say what it was.
 */
final class SizeLimits implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(SizeLimits.class);

  private static final String SETTING = "max.message.bytes";

  /** What brokers take unless told otherwise, and what is believed when they may not be asked. */
  private static final int DEFAULT = 1_048_588;

  // A batch's own bytes, and at most those of a record and of a header beside what they hold (record format 2).
  private static final int BATCH_BYTES = 61;
  private static final int RECORD_BYTES = 36;
  private static final int HEADER_BYTES = 10;

  private final Properties kafka;
  private final String outputTopic;
  private final String rejectedTopic;
  private final int atMost;

  private transient int output;
  private transient int rejected;

  /**
   * @param kafka how the brokers are reached
   * @param atMost what the producers send in one request, whatever the topics take
   */
  SizeLimits(Properties kafka, String outputTopic, String rejectedTopic, int atMost) {
    this.kafka = kafka;
    this.outputTopic = outputTopic;
    this.rejectedTopic = rejectedTopic;
    this.atMost = atMost;
  }

  /** Asks the brokers; limits that change later are learnt when the job restarts. */
  void learn() throws IOException, InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      output = Math.min(limit(admin, outputTopic), atMost);
      rejected = Math.min(limit(admin, rejectedTopic), atMost);
    }
  }

  private static int limit(Admin admin, String topic) throws IOException, InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      ConfigEntry entry =
          admin.describeConfigs(List.of(resource)).all().get().get(resource).get(SETTING);
      return entry == null ? DEFAULT : Integer.parseInt(entry.value());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        LOG.warn("No right to ask for {} of {}: taken for {}", SETTING, topic, DEFAULT);
        return DEFAULT;
      }
      throw new IOException("could not ask for " + SETTING + " of " + topic, e.getCause());
    }
  }

  /**
   * The record itself, if its topic takes it; otherwise one for the topic of the rejected ones, whose value is cut,
   * and which leaves out first its headers and then its key if even without a value it is too large.
   *
   * @param read what it was made of
   */
  Envelope fit(Envelope made, Envelope read) {
    if (size(made) <= (made.rejected ? rejected : output)) {
      return made;
    }
    String topic = made.rejected ? rejectedTopic : outputTopic;
    Rejection why = new Rejection("too-large", null, topic + " does not take what it leads to" + because(made));
    // Of a rejected record the value that was to be kept, which may be a part of the one read.
    Envelope source = made.rejected ? read.withValue(made.value) : read;
    Envelope all = fingerprint(why.of(source), "value", source.value);
    if (size(all.withValue(null)) <= rejected) {
      return cut(all);
    }
    int left = read.headerNames.length;
    Envelope fewer =
        with(
            fingerprint(why.of(source.withoutHeaders()), "value", source.value),
            "netflow-headers-left-out",
            Integer.toString(left));
    if (size(fewer.withValue(null)) <= rejected || read.key == null) {
      return cut(fewer);
    }
    return cut(fingerprint(fewer.withoutKey(), "key", read.key));
  }

  private static String because(Envelope made) {
    return made.rejected
        ? " (and rejected for "
            + made.header(Rejection.REASON)
            + ": "
            + made.header("netflow-rejection-message")
            + ")"
        : "";
  }

  private Envelope cut(Envelope envelope) {
    if (envelope.value == null) {
      return envelope;
    }
    int room = Math.max(0, rejected - size(envelope.withValue(null)));
    return envelope.withValue(Arrays.copyOf(envelope.value, Math.min(room, envelope.value.length)));
  }

  private static int size(Envelope envelope) {
    int size = BATCH_BYTES + RECORD_BYTES + length(envelope.key) + length(envelope.value);
    for (int i = 0; i < envelope.headerNames.length; i++) {
      size += HEADER_BYTES + envelope.headerNames[i].getBytes(UTF_8).length + length(envelope.headerValues[i]);
    }
    return size;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static Envelope fingerprint(Envelope envelope, String what, byte[] bytes) {
    if (bytes == null) {
      return envelope;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      Envelope told = with(envelope, "netflow-" + what + "-length", Integer.toString(bytes.length));
      return with(told, "netflow-" + what + "-sha256", HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Envelope with(Envelope envelope, String name, String value) {
    return envelope.withHeader(name, value.getBytes(UTF_8));
  }
}
