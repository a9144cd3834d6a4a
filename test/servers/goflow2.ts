/** A real GoFlow2, with the flags and the field mapping of `dist/<environment>/goflow2/`. */
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { committed, configurationOf, type Source } from '../rendered';
import { goCommand } from './go';
import { asUser, type Credentials } from './kafka-clients';
import { eventually, freePort, startServer, type Server } from './process';

/** The package of the command. */
export const GOFLOW2 = 'github.com/netsampler/goflow2/v2/cmd/goflow2';

/** Where it is to listen, if not on free ports of 127.0.0.1. */
export interface Listening {
  readonly host: string;
  readonly netflowPort: number;
  readonly sflowPort: number;
}

/** A running collector. */
export interface Collector {
  /** The UDP port of 127.0.0.1 for NetFlow and IPFIX. */
  readonly netflowPort: number;
  /** The UDP port of 127.0.0.1 for sFlow. */
  readonly sflowPort: number;
  /** `host:port` of its health, metrics and templates pages. */
  readonly http: string;
  readonly pid: number;
  /** What it has logged. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** A running collector that writes to a file. */
export interface PrintingCollector extends Collector {
  /** The records that it has written so far. */
  readonly records: () => readonly string[];
}

/** What may differ from a collector of `dist/` by itself. */
interface Options {
  /** Starts an image that has its own mapping instead, with these flags. */
  readonly startImage?: (flags: readonly string[]) => Server;
  /** Where the manifests are, if not in `dist/<environment>/`. */
  readonly source?: Source;
  /** The manifests of a Kafka that asks who is there, and its clients' credentials. */
  readonly secured?: { readonly source: Source; readonly credentials: Credentials };
  /** Where exporters of others send to. */
  readonly listening?: Listening | undefined;
}

/**
 * Builds (once per version) and starts the collector of an environment, writing to the brokers: those that its flags
 * name, or in the place of the bundled ones.
 */
export function startGoflow2(
  environment: string,
  brokers: readonly string[],
  options: Options = {},
): Promise<Collector> {
  const here = `-transport.kafka.brokers=${brokers.join(',')}`;
  const toBrokers = (flags: readonly string[]) =>
    flags.includes(here)
      ? flags
      : local(flags, [['-transport.kafka.brokers=kafka-service.netflow.svc.cluster.local:9092', here]]);
  return start(environment, toBrokers, options);
}

/** The same, but what would go to Kafka goes to a file, where a suite has it at once. */
export async function startPrintingGoflow2(environment: string): Promise<PrintingCollector> {
  const folder = mkdtempSync(join(tmpdir(), 'goflow2-records-'));
  const file = join(folder, 'flows');
  const collector = await start(environment, (flags) => [
    ...flags.filter((flag) => !flag.startsWith('-transport')),
    '-transport=file',
    `-transport.file=${file}`,
  ]);
  return {
    ...collector,
    records: () => readFileSync(file, 'utf8').split('\n').slice(0, -1),
    stop: async () => {
      await collector.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  environment: string,
  toTransport: (flags: readonly string[]) => readonly string[],
  { startImage, source: given, secured, listening }: Options = {},
): Promise<Collector> {
  const source = given ?? secured?.source ?? committed(environment);
  const { spec } = source.manifest('goflow2/Deployment.goflow2.yaml');
  const folder = mkdtempSync(join(tmpdir(), 'goflow2-'));
  writeFileSync(
    join(folder, 'mapping.yaml'),
    configurationOf(source, 'goflow2/ConfigMap.goflow2.yaml', 'mapping.yaml'),
  );
  const { host, netflowPort, sflowPort } = listening ?? (await freeListening());
  const httpPort = await freePort();
  const { containers } = (spec?.template as { spec: { containers: Container[] } }).spec;
  const args = (containers[0]?.args ?? []).map((arg) => asUser(arg, secured?.credentials, COLLECTOR));
  const flags = local(toTransport(args), [
    ['netflow://:9995', `netflow://${host}:${netflowPort}`],
    ['sflow://:6343', `sflow://${host}:${sflowPort}`],
    ['-addr=:8080', `-addr=127.0.0.1:${httpPort}`],
    ['/etc/goflow2', startImage === undefined ? folder : '/etc/goflow2'],
  ]);
  const server =
    startImage?.(flags) ??
    startServer(goCommand(GOFLOW2, goflow2Version(source)), flags, {
      cwd: folder,
      env: { ...process.env, ...variables(containers[0]?.env ?? [], secured?.credentials) },
    });
  const healthy = async () => (await fetch(`http://127.0.0.1:${httpPort}/__health`)).ok;
  await eventually('GoFlow2 is healthy', healthy, { server });
  return {
    netflowPort,
    sflowPort,
    http: `127.0.0.1:${httpPort}`,
    pid: server.pid,
    output: server.output,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Container {
  readonly args: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } };
  }[];
}

/** The user whose Secret the collector has. */
const COLLECTOR = 'netflow-collector';

/** The variables that come from the collector's Secret. */
function variables(env: NonNullable<Container['env']>, credentials?: Credentials): Record<string, string> {
  return Object.fromEntries(
    env.flatMap(({ name, valueFrom }) =>
      valueFrom === undefined || credentials === undefined
        ? []
        : [[name, readFileSync(join(credentials.folder(COLLECTOR), valueFrom.secretKeyRef.key), 'utf8')]],
    ),
  );
}

/** The version that the environment runs. */
export function goflow2Version(source: Source): string {
  const { metadata } = source.manifest('goflow2/Deployment.goflow2.yaml');
  return metadata.labels?.['app.kubernetes.io/version'] ?? '';
}

async function freeListening(): Promise<Listening> {
  return { host: '127.0.0.1', netflowPort: await freeUdpPort(), sflowPort: await freeUdpPort() };
}

function local(args: readonly string[], replacements: readonly (readonly [string, string])[]): string[] {
  for (const [original] of replacements) {
    if (!args.some((arg) => arg.includes(original)))
      throw new Error(`no flag of the collector has ${original}`);
  }
  return args.map((arg) => replacements.reduce((text, [from, to]) => text.replaceAll(from, to), arg));
}

/** A UDP port of 127.0.0.1 that was free a moment ago. */
async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}
