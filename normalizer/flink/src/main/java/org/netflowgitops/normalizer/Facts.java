package org.netflowgitops.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a worker tells of an accepted flow beside its document, for {@link RecordMetrics}.
 *
 * @param received when the collector received it, in milliseconds since 1970
 * @param dialect in which the collector wrote it
 * @param type what the exporter spoke
 * @param omitted the names of the fields whose values were left out, separated by commas; empty: none were
 */
record Facts(double received, String dialect, String type, String omitted) {

  /** Reads them from where a document's answer begins. */
  static Facts read(ByteBuffer answer) {
    return new Facts(answer.getDouble(), text(answer), text(answer), text(answer));
  }

  private static String text(ByteBuffer answer) {
    return new String(Answer.framed(answer), UTF_8);
  }
}
