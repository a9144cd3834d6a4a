package org.netflowgitops.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Why a record was not normalised.
 *
 * @param field where in the record the reason lies, or null
 */
record Rejection(String reason, String field, String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The header that says why. */
  static final String REASON = "netflow-rejection-reason";

  /** What the core says of a record without a value, which no frame can hold: an empty one is a value. */
  static final Rejection NO_VALUE = new Rejection("no-value", null, "the record has no value");

  /** Reads what the worker says: a JSON object with these three members. */
  static Rejection parse(byte[] json) {
    try {
      JsonNode node = JSON.readTree(json);
      return new Rejection(
          node.required("reason").textValue(),
          node.required("field").textValue(),
          node.required("message").textValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record as it was read, with headers that say why it was rejected and where it was read. */
  Envelope of(Envelope read) {
    Envelope rejected = with(read.rejected(), REASON, reason);
    if (field != null) {
      rejected = with(rejected, "netflow-rejection-field", field);
    }
    rejected = with(rejected, "netflow-rejection-message", message);
    rejected = with(rejected, "netflow-source-topic", read.topic);
    rejected = with(rejected, "netflow-source-partition", Integer.toString(read.partition));
    return with(rejected, "netflow-source-offset", Long.toString(read.offset));
  }

  private static Envelope with(Envelope envelope, String header, String value) {
    return envelope.withHeader(header, value.getBytes(UTF_8));
  }
}
