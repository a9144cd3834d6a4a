package org.netflowgitops.normalizer;

import java.time.Duration;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Moves records from a Kafka topic through the normaliser to two others: of the accepted ones and of the
 * rejected ones. Knows Kafka and Flink, and of NetFlow nothing.
 *
 * <p>The operators' identifiers tie savepoints to them: they may never change.
 */
public final class NormalizerJob {
  private static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  /** Whether a record is too large is for the topics to say. */
  private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

  // A consumer asks a broker one thing at a time. While it asks for what a partition does not have yet, another that
  // has much waits: with Kafka's own 500 ms and 1 MiB, one full partition beside an empty one gave 1,100 records/s.
  private static final String FETCH_WAIT_MILLISECONDS = "100";
  private static final String FETCH_BYTES = Integer.toString(4 * 1024 * 1024);

  // New partitions are noticed within a minute, as by the other engine; Flink's own is five.
  private static final String DISCOVERY_MILLISECONDS = "30000";

  // Answers come a few at a time; without a moment's patience, as many requests would go to the brokers.
  private static final String LINGER_MILLISECONDS = "10";
  private static final String BATCH_BYTES = Integer.toString(256 * 1024);

  private NormalizerJob() {}

  /** Builds the job and submits it; see {@link JobOptions} for the arguments. */
  public static void main(String[] args) throws Exception {
    JobOptions options = JobOptions.parse(args);
    StreamExecutionEnvironment environment = environment(options);
    DataStream<Envelope> flows =
        environment
            .fromSource(source(options), WatermarkStrategy.noWatermarks(), "flows")
            .uid("flows");
    DataStream<Envelope> normalised =
        flows
            .transform("normalise", flows.getType(), normalise(options))
            .uid("normalise");
    normalised
        .filter(envelope -> !envelope.rejected)
        .name("accepted")
        .uid("accepted")
        .sinkTo(sink(options, options.outputTopic()))
        .name("output")
        .uid("output");
    normalised
        .filter(envelope -> envelope.rejected)
        .name("not accepted")
        .uid("not-accepted")
        .sinkTo(sink(options, options.rejectedTopic()))
        .name("rejected")
        .uid("rejected");
    environment.execute("netflow-normalizer");
  }

  private static StreamExecutionEnvironment environment(JobOptions options) {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.configure(
        new Configuration()
            // No type that would need Kryo, whose form no later version need be able to read.
            .set(PipelineOptions.GENERIC_TYPES, false)
            // Nothing changes a record, so operators may hand each other the same one.
            .set(PipelineOptions.OBJECT_REUSE, true));
    if (options.checkpointInterval() != null) {
      environment.enableCheckpointing(options.checkpointInterval().toMillis());
    } else if (!environment.getCheckpointConfig().isCheckpointingEnabled()) {
      environment.enableCheckpointing(DEFAULT_CHECKPOINT_INTERVAL.toMillis());
    }
    return environment;
  }

  private static KafkaSource<Envelope> source(JobOptions options) {
    return KafkaSource.<Envelope>builder()
        .setProperties(options.security().properties())
        .setBootstrapServers(options.bootstrapServers())
        .setTopics(options.inputTopic())
        .setGroupId(options.group())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES)
        .setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLISECONDS)
        .setProperty(
            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), DISCOVERY_MILLISECONDS)
        .setDeserializer(new EnvelopeReader())
        .build();
  }

  private static NormalizeOperator normalise(JobOptions options) {
    return new NormalizeOperator(
        options.workerCommand(), options.capacity(), options.workerTimeout(), limits(options));
  }

  private static SizeLimits limits(JobOptions options) {
    Properties kafka = options.security().properties();
    kafka.setProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    return new SizeLimits(kafka, options.outputTopic(), options.rejectedTopic(), LARGEST_REQUEST);
  }

  private static KafkaSink<Envelope> sink(JobOptions options, String topic) {
    String transactionTimeout = Long.toString(options.transactionTimeout().toMillis());
    return KafkaSink.<Envelope>builder()
        .setKafkaProducerConfig(options.security().properties())
        .setBootstrapServers(options.bootstrapServers())
        .setDeliveryGuarantee(options.deliveryGuarantee())
        .setTransactionalIdPrefix(options.group() + "-" + topic)
        .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, transactionTimeout)
        .setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
        .setProperty(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLISECONDS)
        .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES)
        .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(LARGEST_REQUEST))
        .setRecordSerializer(new EnvelopeWriter(topic))
        .build();
  }
}
