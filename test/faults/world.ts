/** What all faults share: three brokers from the rendered files, and proxies before their listeners for clients outside. */
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { DeliveryGuarantee } from '../../normalizer/src/configuration';
import { rendered } from '../rendered';
import { buildBundle } from '../servers/bundle';
import { startKafka, type KafkaCluster } from '../servers/kafka';
import { startProxy, type Proxy } from './proxy';

export const ENVIRONMENT = 'production';

/** Faults are looked at one by one: without TLS and passwords, which have suites of their own. */
export const OPTIONS = ['kafka.security.protocol=PLAINTEXT', 'kafka.security.saslMechanism=null'].flatMap(
  (value) => ['--set', value],
);

/** The options that make it the engine's promise. */
export const promising = (guarantee: DeliveryGuarantee): readonly string[] => [
  '--set',
  `normalizer.deliveryGuarantee=${guarantee}`,
];

const OUTSIDE = [
  'kafka.externalListener.serviceType=NodePort',
  'kafka.externalListener.advertisedHosts={127.0.0.1}',
  'kafka.externalListener.port=9095',
  'kafka.externalListener.firstNodePort=31092',
  'kafka.externalListener.loadBalancerSourceRanges={}',
].flatMap((value) => ['--set', value]);

export interface World {
  readonly cluster: KafkaCluster;
  readonly client: Kafka;
  readonly admin: Admin;
  /** One for each broker: the way of clients outside to it. */
  readonly proxies: readonly Proxy[];
  readonly stop: () => Promise<void>;
}

/** Starts the brokers, and builds the engine's bundle. */
export async function startWorld(): Promise<World> {
  buildBundle();
  const proxies: Proxy[] = [];
  const cluster = await startKafka(
    ENVIRONMENT,
    rendered(ENVIRONMENT, ...OPTIONS, ...OUTSIDE),
    async (port) => {
      const proxy = await startProxy(port);
      proxies.push(proxy);
      return proxy.port;
    },
  );
  const client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  return {
    cluster,
    client,
    admin,
    proxies,
    stop: async () => {
      await admin.disconnect();
      await cluster.stop();
      for (const proxy of proxies) proxy.stop();
    },
  };
}
