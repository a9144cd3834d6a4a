/** The pipeline of the demo: the environment compact's Kafka, topics, normaliser and collector, without a cluster. */
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { committed } from '../test/rendered';
import { buildGoCommand, goCommandIsBuilt } from '../test/servers/go';
import { GOFLOW2, goflow2Version, startGoflow2, type Collector } from '../test/servers/goflow2';
import { fetchJars } from '../test/servers/java';
import { kafkaVersion, startKafka, type KafkaCluster } from '../test/servers/kafka';
import { deploymentVariables, startNormalizer, type Normalizer } from '../test/servers/normalizer';
import { eventually } from '../test/servers/process';
import { declaredTopics } from '../test/servers/topics';
import type { Progress } from './progress';
import { hasGo } from './requirements';
import { startExporters, type Traffic } from './traffic/exporter';
import { startReplay } from './traffic/recording';
import { Watch } from './watch';

/** Whose manifests the demo runs. */
export const ENVIRONMENT = 'compact';

/** Where a user's own routers may send to; the ports are those of the manifests. */
export interface Listen {
  readonly host: string;
  readonly netflowPort: number;
  readonly sflowPort: number;
}

/** How the flows come in: by packets of the demo, by the recording, or from routers of the user. */
export type Source = 'packets' | 'recording' | 'routers';

export class DemoPipeline {
  source: Source | undefined;
  readonly watch: Watch;
  private readonly variables = deploymentVariables(ENVIRONMENT);
  /** What runs, in the order in which it was started. */
  private readonly running: { readonly stop: () => unknown }[] = [];
  private traffic: Traffic | undefined;

  constructor(
    private readonly progress: Progress,
    private readonly listen: Listen | undefined,
  ) {
    const { NORMALIZER_ENCODING, NORMALIZER_TIME_UNIT } = this.variables;
    this.watch = new Watch(this.topics, {
      encoding: NORMALIZER_ENCODING === 'rfc7951' ? 'rfc7951' : 'numeric',
      timeUnit: NORMALIZER_TIME_UNIT === 'milliseconds' ? 'milliseconds' : 'seconds',
    });
  }

  /** The topics by role, as the normaliser is told. */
  get topics() {
    const {
      NORMALIZER_INPUT_TOPIC = '',
      NORMALIZER_OUTPUT_TOPIC = '',
      NORMALIZER_REJECTED_TOPIC = '',
    } = this.variables;
    return {
      flows: NORMALIZER_INPUT_TOPIC,
      output: NORMALIZER_OUTPUT_TOPIC,
      rejected: NORMALIZER_REJECTED_TOPIC,
    };
  }

  /** Starts all of it; what has been started can be stopped, whatever has failed. */
  async start(): Promise<void> {
    const { progress } = this;
    await progress.step('Kafka’s jars', (tell) =>
      fetchJars('kafka', kafkaVersion(committed(ENVIRONMENT)), tell),
    );
    const cluster = this.keep(await progress.step('Kafka', () => startKafka(ENVIRONMENT)));
    const kafka = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
    await progress.step('topics', () => makeTopics(kafka));
    this.keep(this.watch);
    await progress.step('normaliser', async () => {
      await this.watch.start(kafka);
      await ready(this.keep(await startNormalizer(ENVIRONMENT, cluster)));
    });
    await this.startTraffic(cluster, kafka);
  }

  async stop(): Promise<void> {
    this.traffic?.stop();
    for (const one of this.running.splice(0).reverse()) await one.stop();
  }

  /** The recording at once; packets as soon as there is a collector for them. */
  private async startTraffic(cluster: KafkaCluster, kafka: Kafka): Promise<void> {
    if (!hasGo()) {
      await this.replay(kafka);
      return;
    }
    const version = goflow2Version(committed(ENVIRONMENT));
    if (!goCommandIsBuilt(GOFLOW2, version)) {
      if (this.listen === undefined) await this.replay(kafka);
      await this.progress.step('GoFlow2, built once', () => buildGoCommand(GOFLOW2, version));
    }
    const collector = await this.progress.step('GoFlow2', () =>
      startGoflow2(ENVIRONMENT, cluster.brokers, { listening: this.listen }),
    );
    this.keep(collector);
    this.switchTo(collector);
  }

  private switchTo(collector: Collector): void {
    this.traffic?.stop();
    this.source = this.listen === undefined ? 'packets' : 'routers';
    if (this.listen === undefined) this.traffic = startExporters(collector);
  }

  private async replay(kafka: Kafka): Promise<void> {
    const producer: Producer = kafka.producer();
    await producer.connect();
    this.keep({ stop: () => producer.disconnect() });
    this.traffic = startReplay(producer, this.topics.flows);
    this.source = 'recording';
  }

  private keep<T extends { readonly stop: () => unknown }>(started: T): T {
    this.running.push(started);
    return started;
  }
}

/** As the Job of the manifests makes them, without its nine JVMs. */
async function makeTopics(kafka: Kafka): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: declaredTopics(ENVIRONMENT).map(({ name, partitions, replicas, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replicas,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    })),
  });
  await admin.disconnect();
}

async function ready(normalizer: Normalizer): Promise<void> {
  await eventually('the normaliser is ready', async () => (await fetch(`${normalizer.http}/readyz`)).ok, {
    server: normalizer,
  });
}
