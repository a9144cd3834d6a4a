/**
 * Dashboards and alerts on a real Prometheus that scrapes real processes: every panel has data, and every alert fires
 * when what it is about is caused, and not before. Time passes 60 times as fast (`FASTER`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { requireTools } from '../servers/debian';
import { workersOf } from '../servers/submitted-job';
import { eventually } from '../servers/process';
import { explained } from './metric-names';
import { queriesOf } from './panels';
import { FASTER } from './prometheus';
import { every, Exporter, packetWithoutTemplate, sflowDatagram } from './traffic';
import { engines, kill, manifests, rulesOf, startWorld, type EngineName, type World } from './world';

/** What is left to promtool, and who would have to be asked. */
const NOT_CAUSED = [
  'FlinkJobSubmissionFailed', // kube-state-metrics, of a Job of the operator
  'NetFlowCertificateExpires', // cert-manager
  'NetFlowVolumeFills', // the kubelet
];

/** In milliseconds, the window of the rates and how long something must be so. */
const UNTIL_RULES_KNOW = ((15 + 5) * 60_000) / FASTER;

let world: World;
const stops: (() => void)[] = [];
const caused = new Set<string>();

/** So many records that are none of GoFlow2's. */
const hello = (records: number) => Array.from({ length: records }, () => ({ value: 'hello' }));

/** From another address of this machine, a packet of one flow so many times a second. */
function exporter(
  address: string,
  perSecond: number,
  make?: (sequence: number) => Buffer,
  port = world.collector.netflowPort,
): Exporter {
  const started = new Exporter(address, port, perSecond, make);
  stops.push(() => {
    started.stop();
  });
  return started;
}

beforeAll(async () => {
  requireTools('prometheus');
  world = await startWorld();
});
afterAll(async () => {
  for (const stop of stops) stop();
  await (world as World | undefined)?.stop();
});

const until = (fires: boolean) => async (alert: string, of: readonly EngineName[]) => {
  for (const engine of of) {
    await eventually(
      `${alert} ${fires ? 'fires' : 'is quiet'}, engine ${engine}`,
      async () => (await world.prometheus.firing(engine)).includes(alert) === fires,
    );
  }
};

/** Waits until alerts fire, by the rules of these engines. */
async function untilFire(alerts: readonly string[], of = engines): Promise<void> {
  for (const alert of alerts) {
    await until(true)(alert, of);
    caused.add(alert);
  }
}

/** Waits until they do not: what follows is to cause them. */
async function untilQuiet(alerts: readonly string[], of = engines): Promise<void> {
  for (const alert of alerts) await until(false)(alert, of);
}

test('while all is well, nothing fires', async () => {
  exporter('127.0.0.1', 10);
  // But for this: every flow of these exporters has a direction that the standard does not know.
  await untilFire(['NetFlowFieldsOmitted']);
  await sleep(UNTIL_RULES_KNOW);
  for (const engine of engines) {
    expect(await world.prometheus.firing(engine)).toEqual(['NetFlowFieldsOmitted']);
  }
});

describe('exporters and others misbehave', () => {
  beforeAll(async () => {
    const silent = new Exporter('127.0.0.2', world.collector.netflowPort, 5);
    await eventually('it is known', async () => {
      const seen = await world.prometheus.query('goflow2_flow_traffic_packets_total{remote_ip="127.0.0.2"}');
      return seen.some(({ value }) => value > 10);
    });
    silent.stop();
    exporter('127.0.0.3', 5, packetWithoutTemplate);
    exporter('127.0.0.5', 2, sflowDatagram, world.collector.sflowPort);
    const loud = exporter('127.0.0.4', 1);
    stops.push(
      every(1000, () => {
        loud.burst(500);
      }),
    );
    // A good share, also of what comes of the bursts.
    stops.push(every(200, () => world.producer.send({ topic: 'flows', messages: hello(50) })));
  });
  afterAll(() => {
    for (const stop of stops.splice(1)) stop();
  });

  test.each([
    ['NetFlowExporterSilent', 'an exporter has stopped'],
    ['NetFlowTemplatesMissing', 'an exporter sends data, and never its template'],
    ['NetFlowRecordsRejected', 'something else writes to the topic'],
    ['NetFlowCollectorDropsPackets', 'more comes at once than the queue takes'],
  ])('%s: %s', async (alert) => {
    await untilFire([alert]);
  });

  const scraped = [...explained()].filter(([section]) => section !== 'Cluster');
  test.each(scraped)('every metric that the reference explains is there: %s', async (_section, names) => {
    const known = await world.prometheus.query('count by (__name__) ({__name__!=""})');
    const there = known.map(({ metric }) => metric.__name__?.replace(/_bucket$/, '') ?? '');
    expect(names.filter((name) => !there.includes(name))).toEqual([]);
  });

  describe.each(engines)('every panel has data, engine %s', (engine) => {
    test.each(queriesOf(manifests[engine].objects.values()))('%s: %s', async (_title, _legend, expr) => {
      // What stands in for nothing would hide that there is nothing.
      const asked = expr.replaceAll('$__rate_interval', '1m').replace(/ or vector\(0\)$/, '');
      const series = await world.prometheus.query(asked);
      expect(series.filter(({ value }) => Number.isFinite(value))).not.toEqual([]);
    });
  });
});

test('FlinkJobLagGrows: more comes than its worker, which gets a twentieth of the time, can do', async () => {
  await untilQuiet(['FlinkJobLagGrows'], ['flink']);
  const workers = workersOf(world.flink);
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of workers) process.kill(pid, name);
  };
  const flood = every(250, () => world.producer.send({ topic: 'flows', messages: hello(2000) }));
  const slow = every(500, async () => {
    signal('SIGCONT');
    await sleep(25);
    signal('SIGSTOP');
  });
  try {
    await untilFire(['FlinkJobLagGrows'], ['flink']);
  } finally {
    flood();
    slow();
    await sleep(100);
    signal('SIGCONT');
  }
});

test('FlinkJobRestarts: its worker ends again and again', async () => {
  await untilQuiet(['FlinkJobRestarts'], ['flink']);
  const stop = every(500, () => {
    for (const pid of workersOf(world.flink)) kill(pid);
  });
  stops.push(stop);
  await untilFire(['FlinkJobRestarts'], ['flink']);
  stop();
});

test('the output topic is gone: lag grows, and no checkpoint completes', async () => {
  await untilQuiet(['FlinkJobWithoutCheckpoint'], ['flink']);
  await untilQuiet(['NetFlowNormalizerLagGrows'], ['deployment']);
  await world.admin.deleteTopics({ topics: ['netflow-output'] });
  exporter('127.0.0.5', 200);
  await untilFire(['FlinkJobWithoutCheckpoint'], ['flink']);
  await untilFire(['NetFlowNormalizerLagGrows'], ['deployment']);
});

test('what is down is told: a broker, the TaskManager, the service and the collector are killed', async () => {
  const kafka = ['KafkaBrokerDown', 'KafkaUnderReplicatedPartitions', 'KafkaOfflinePartitions'];
  await untilQuiet([...kafka, 'NetFlowCollectorDown']);
  await untilQuiet(['FlinkJobNotRunning'], ['flink']);
  await untilQuiet(['NetFlowNormalizerDown'], ['deployment']);
  const [broker, taskManager] = [world.kafka.nodes[2], world.flink.taskManagers[0]];
  if (broker === undefined || taskManager === undefined) throw new Error('there is nothing to kill');
  for (const { pid } of [broker.server(), taskManager, world.service, world.collector]) kill(pid);
  await untilFire(kafka);
  await untilFire(['NetFlowCollectorDown']);
  await untilFire(['FlinkJobNotRunning'], ['flink']);
  await untilFire(['NetFlowNormalizerDown'], ['deployment']);
});

test('every alert was caused, but those that need a cluster to be asked', () => {
  const groups = engines.flatMap((engine) => rulesOf(engine).groups);
  const all = new Set(groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)));
  expect([...caused, ...NOT_CAUSED].sort()).toEqual([...all].sort());
});
