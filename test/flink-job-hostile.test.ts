/** No record stops the Flink job: the hostile ones of test/kafka-hostile.test.ts, and each good one comes out. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigResourceTypes, Kafka, logLevel, type IHeaders } from 'kafkajs';
import '../normalizer/src/engines/kafka/records';
import { startFlink } from './servers/flink';
import { buildJob, renderedFlinkCluster } from './servers/flink-job';
import { FlinkRun, type Output, type World } from './servers/flink-run';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { eventually } from './servers/process';

const MIB = 1024 * 1024;
const documented = readFileSync('normalizer/test/samples/documented-flow.json', 'utf8');
const good = JSON.stringify(JSON.parse(documented));

let kafka: KafkaCluster;
let world: World;
let run: FlinkRun;

beforeAll(async () => {
  const rendered = renderedFlinkCluster('reference');
  const job = buildJob();
  kafka = await startKafka('reference');
  const client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
  world = { rendered, flink: await startFlink(rendered), client, brokers: kafka.brokers, ...job };
  run = new FlinkRun(world, 'hostile', ['--checkpoint-interval', '500ms']);
  await run.start();
  const admin = client.admin();
  const configEntries = [{ name: 'max.message.bytes', value: String(12 * MIB) }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: run.topics.input, configEntries }],
  });
  await admin.disconnect();
});

afterAll(async () => {
  await (run as FlinkRun | undefined)?.stop();
  await (world as World | undefined)?.flink.stop();
  await (kafka as KafkaCluster | undefined)?.stop();
});

interface Sent {
  readonly key?: Buffer | string;
  readonly value: Buffer | string;
  readonly headers?: IHeaders;
}

/** What these records, followed by a good one, lead to: in the order of the topic's one partition. */
async function outcomes(count: number, ...records: Sent[]): Promise<Output[]> {
  const begun = run.outputs.length;
  const producer = world.client.producer();
  await producer.connect();
  const messages = [...records, { value: good }].map((record) => ({ partition: 0, ...record }));
  await producer.send({ topic: run.topics.input, messages });
  await producer.disconnect();
  const after = () => run.outputs.slice(begun);
  await eventually(`${count} records come out`, () => after().length >= count + 1, { seconds: 90 });
  return after();
}

const rejections = (outputs: Output[]) => outputs.filter(({ topic }) => topic === run.topics.rejected);
const accepted = (outputs: Output[]) => outputs.filter(({ topic }) => topic === run.topics.output);

test('headers of special names, of one name, without a name, and 10,000 of them', async () => {
  const special = Object.assign(Object.create(null) as IHeaders, { twice: ['a', 'b'], '': 'c' });
  Object.defineProperty(special, '__proto__', { value: 'd', enumerable: true });
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`h${i}`, 'x']));
  const came = await outcomes(2, { value: good, headers: special }, { value: good, headers: many });
  const names = accepted(came).map(({ headers }) => Object.keys(headers ?? {}).sort());
  expect(names).toContainEqual(['', '__proto__', 'twice']);
  expect(names.map(({ length }) => length)).toContain(10_000);
});

test('a key of 900 kB', async () => {
  const came = await outcomes(1, { key: Buffer.alloc(900_000, 'k'), value: good });
  expect(accepted(came).map(({ key }) => key?.length ?? 0)).toContain(900_000);
});

test('what was left out is in a header; a message of several leads to several, a rejected part has its own bytes', async () => {
  const odd = JSON.stringify({ ...(JSON.parse(good) as object), SrcVlan: 4_294_967_296 });
  const came = await outcomes(4, { value: odd }, { value: `${good}${good}{"hello":1}` });
  expect(accepted(came)).toHaveLength(4);
  expect(accepted(came).flatMap(({ headers }) => headers?.['netflow-omitted']?.toString() ?? [])).toEqual([
    'SrcVlan',
  ]);
  expect(rejections(came).map(({ value }) => value?.toString())).toEqual(['{"hello":1}']);
});

test('a value of 3 MiB is cut to what flows-rejected takes; headers that are too large take the record there', async () => {
  const big = Buffer.alloc(3 * MIB, 'x');
  const headers = { large: Buffer.alloc(1.5 * MIB) };
  const came = await outcomes(2, { key: 'k', value: big }, { value: good, headers });
  const [first, second] = rejections(came).sort((a, b) => (b.value?.length ?? 0) - (a.value?.length ?? 0));
  expect(first?.key?.toString()).toBe('k');
  expect(first?.value?.length).toBeGreaterThan(MIB - 4096);
  expect(String(first?.headers?.['netflow-rejection-reason'])).toBe('too-large');
  expect(String(first?.headers?.['netflow-value-length'])).toBe(String(big.length));
  expect(String(first?.headers?.['netflow-value-sha256'])).toBe(
    createHash('sha256').update(big).digest('hex'),
  );
  expect(second?.value?.toString()).toBe(good);
  expect(String(second?.headers?.['netflow-headers-left-out'])).toBe('1');
});

test.each(['gzip', 'snappy', 'lz4', 'zstd'])('a batch that was compressed with %s', async (codec) => {
  const folder = mkdtempSync(join(tmpdir(), 'codec-'));
  writeFileSync(join(folder, 'records'), `${good}\n`.repeat(100));
  const command = `kafka-console-producer.sh --bootstrap-server "$1" --topic ${run.topics.input}`;
  writeFileSync(join(folder, 'produce.sh'), `${command} --compression-codec ${codec} <'${folder}/records'`);
  const begun = run.outputs.length;
  await kafka.runScript(join(folder, 'produce.sh'), kafka.brokers.join(','));
  rmSync(folder, { recursive: true });
  await eventually('100 records come out', () => run.outputs.length >= begun + 100, { seconds: 90 });
  expect(accepted(run.outputs.slice(begun))).toHaveLength(100);
});
