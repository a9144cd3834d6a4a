/** A real GoFlow2, with the flags and the field mapping of `dist/<environment>/goflow2/`. */
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { committed, configurationOf, type Source } from '../rendered';
import { goCommand } from './go';
import { asUser, type Credentials } from './kafka-clients';
import { eventually, freePort, startServer, type Server } from './process';

/** A running collector. */
export interface Collector {
  /** The UDP port of 127.0.0.1 for NetFlow and IPFIX. */
  readonly netflowPort: number;
  /** The UDP port of 127.0.0.1 for sFlow. */
  readonly sflowPort: number;
  /** What it has logged. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Builds (once per version) and starts the collector of an environment, writing to the brokers.
 * @param startImage starts an image that has its own mapping instead, with these flags
 * @param secured the manifests of a Kafka that asks who is there, and its clients' credentials
 */
export async function startGoflow2(
  environment: string,
  brokers: readonly string[],
  startImage?: (flags: readonly string[]) => Server,
  secured?: { readonly source: Source; readonly credentials: Credentials },
): Promise<Collector> {
  const source = secured?.source ?? committed(environment);
  const { metadata, spec } = source.manifest('goflow2/Deployment.goflow2.yaml');
  const folder = mkdtempSync(join(tmpdir(), 'goflow2-'));
  writeFileSync(
    join(folder, 'mapping.yaml'),
    configurationOf(source, 'goflow2/ConfigMap.goflow2.yaml', 'mapping.yaml'),
  );
  const [netflowPort, sflowPort, httpPort] = [await freeUdpPort(), await freeUdpPort(), await freePort()];
  const { containers } = (spec?.template as { spec: { containers: Container[] } }).spec;
  const args = (containers[0]?.args ?? []).map((arg) => asUser(arg, secured?.credentials, COLLECTOR));
  const flags = local(args, [
    ['netflow://:9995', `netflow://127.0.0.1:${netflowPort}`],
    ['sflow://:6343', `sflow://127.0.0.1:${sflowPort}`],
    ['-addr=:8080', `-addr=127.0.0.1:${httpPort}`],
    ['kafka-service.netflow.svc.cluster.local:9092', brokers.join(',')],
    ['/etc/goflow2', startImage === undefined ? folder : '/etc/goflow2'],
  ]);
  const version = metadata.labels?.['app.kubernetes.io/version'] ?? '';
  const server =
    startImage?.(flags) ??
    startServer(goCommand('github.com/netsampler/goflow2/v2/cmd/goflow2', version), flags, {
      cwd: folder,
      env: { ...process.env, ...variables(containers[0]?.env ?? [], secured?.credentials) },
    });
  const healthy = async () => (await fetch(`http://127.0.0.1:${httpPort}/__health`)).ok;
  await eventually('GoFlow2 is healthy', healthy, { server });
  return {
    netflowPort,
    sflowPort,
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
