/**
 * Makes recording.jsonl anew: `node --import tsx demo/traffic/record.ts`. A real GoFlow2 is sent the demo's packets,
 * and what it writes to a real Kafka is kept.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { startGoflow2 } from '../../test/servers/goflow2';
import { startKafka } from '../../test/servers/kafka';
import { endServersAtExit } from '../../test/servers/leftovers';
import { createTopics, readTopic } from '../../test/servers/topics';
import { startExporters } from './exporter';
import { RECORDING } from './recording';

const [ENVIRONMENT, TOPIC, SECONDS] = ['compact', 'flows', 6];

async function record(): Promise<void> {
  endServersAtExit();
  const cluster = await startKafka(ENVIRONMENT);
  await createTopics(ENVIRONMENT, cluster);
  const collector = await startGoflow2(ENVIRONMENT, cluster.brokers);
  const exporters = startExporters(collector);
  await sleep(SECONDS * 1000);
  exporters.stop();
  await collector.stop();
  const client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  const messages = await readTopic(client, admin, TOPIC);
  messages.sort((one, other) => Number(one.timestamp) - Number(other.timestamp));
  const lines = messages.map(({ value }) => value?.toString() ?? '');
  writeFileSync(RECORDING, `${lines.join('\n')}\n`);
  process.stdout.write(`${lines.length} messages\n`);
  await admin.disconnect();
  await cluster.stop();
}

void record();
