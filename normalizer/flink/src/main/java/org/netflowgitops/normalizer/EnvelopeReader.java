package org.netflowgitops.normalizer;

import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Takes Kafka records as they are: bytes, and where and when they were written. */
final class EnvelopeReader implements KafkaRecordDeserializationSchema<Envelope> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> read, Collector<Envelope> out) {
    List<Header> headers = StreamSupport.stream(read.headers().spliterator(), false).toList();
    Envelope envelope = new Envelope();
    envelope.topic = read.topic();
    envelope.partition = read.partition();
    envelope.offset = read.offset();
    envelope.timestamp = read.timestamp();
    envelope.key = read.key();
    envelope.value = read.value();
    envelope.headerNames = headers.stream().map(Header::key).toArray(String[]::new);
    envelope.headerValues = headers.stream().map(Header::value).toArray(byte[][]::new);
    out.collect(envelope);
  }

  @Override
  public TypeInformation<Envelope> getProducedType() {
    return TypeInformation.of(Envelope.class);
  }
}
