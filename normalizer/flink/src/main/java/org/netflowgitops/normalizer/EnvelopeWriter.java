package org.netflowgitops.normalizer;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to a topic with the key, timestamp and headers that they came with. */
final class EnvelopeWriter implements KafkaRecordSerializationSchema<Envelope> {
  private static final long serialVersionUID = 1;

  private final String topic;

  EnvelopeWriter(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Envelope envelope, KafkaSinkContext context, Long ofTheStream) {
    Long timestamp = envelope.timestamp < 0 ? null : Long.valueOf(envelope.timestamp);
    ProducerRecord<byte[], byte[]> written =
        new ProducerRecord<>(topic, null, timestamp, envelope.key, envelope.value);
    for (int i = 0; i < envelope.headerNames.length; i++) {
      written.headers().add(envelope.headerNames[i], envelope.headerValues[i]);
    }
    return written;
  }
}
