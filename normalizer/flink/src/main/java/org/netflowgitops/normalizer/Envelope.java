package org.netflowgitops.normalizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A Kafka record on its way through the job. A Flink POJO, so that it can go from one task to another without
 * Kryo. Never changed once it has been made.
 */
public class Envelope {
  /** Where it was read. */
  public String topic;

  public int partition;
  public long offset;

  /** Milliseconds since 1970; negative if it has none. */
  public long timestamp;

  public byte[] key;
  public byte[] value;

  /** The headers' names, in their order; one may occur more than once. */
  public String[] headerNames;

  /** The headers' values, each at the place of its name. */
  public byte[][] headerValues;

  /** Whether it goes to the topic of the rejected ones. */
  public boolean rejected;

  /** Makes an empty one, for Flink and for {@link EnvelopeReader}. */
  public Envelope() {}

  private Envelope(Envelope other) {
    topic = other.topic;
    partition = other.partition;
    offset = other.offset;
    timestamp = other.timestamp;
    key = other.key;
    value = other.value;
    headerNames = other.headerNames;
    headerValues = other.headerValues;
    rejected = other.rejected;
  }

  /** The same with another value. */
  Envelope withValue(byte[] value) {
    Envelope with = new Envelope(this);
    with.value = value;
    return with;
  }

  /** The same, value and all, for the topic of the rejected ones. */
  Envelope rejected() {
    Envelope rejected = new Envelope(this);
    rejected.rejected = true;
    return rejected;
  }

  /** The same with a header, in the place of the one that had its name or as the last. */
  Envelope withHeader(String name, byte[] headerValue) {
    Envelope with = new Envelope(this);
    int place = Arrays.asList(headerNames).indexOf(name);
    if (place < 0) {
      place = headerNames.length;
    }
    with.headerNames = Arrays.copyOf(headerNames, Math.max(headerNames.length, place + 1));
    with.headerValues = Arrays.copyOf(headerValues, with.headerNames.length);
    with.headerNames[place] = name;
    with.headerValues[place] = headerValue;
    return with;
  }

  /** The same without headers. */
  Envelope withoutHeaders() {
    Envelope without = new Envelope(this);
    without.headerNames = new String[0];
    without.headerValues = new byte[0][];
    return without;
  }

  /** The same without a key. */
  Envelope withoutKey() {
    Envelope without = new Envelope(this);
    without.key = null;
    return without;
  }

  /** The text of the header that has a name; null if none has. */
  String header(String name) {
    int place = Arrays.asList(headerNames).lastIndexOf(name);
    return place < 0 ? null : new String(headerValues[place], StandardCharsets.UTF_8);
  }
}
