/** What the demo needs of the machine, asked before anything is started. */
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Something that the user can put right; the message says what. */
export class DemoError extends Error {}

const OLDEST_JAVA = 17;

/** @throws DemoError without a JDK 17 or Maven */
export function requireJava(): void {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (status !== 0) throw new DemoError('java not found: the demo needs a JDK 17 or newer on the PATH');
  const version = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
  if (Number(version) < OLDEST_JAVA)
    throw new DemoError(`java is ${version ?? 'unknown'}: the demo needs a JDK 17 or newer on the PATH`);
  if (spawnSync('mvn', ['--version']).status !== 0)
    throw new DemoError('mvn not found: the demo needs Maven on the PATH, which fetches Kafka');
}

/** @throws DemoError without the manifests that the demo runs, or elsewhere than in the repository */
export function requireManifests(environment: string): void {
  const folder = join('dist', environment);
  if (!existsSync(folder))
    throw new DemoError(`${folder}: found no such folder; needed: the manifests that "npm run synth" makes`);
}

/** Whether there is a Go to build the collector with. */
export function hasGo(): boolean {
  return spawnSync('go', ['version']).status === 0;
}

const NO_ADDRESS =
  'this machine has no such address; needed: one of its own, such as 0.0.0.0 for all of them';
const NOT_BOUND: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken by another program; needed: a free one',
  EADDRNOTAVAIL: NO_ADDRESS,
  EINVAL: NO_ADDRESS,
  ENOTFOUND: NO_ADDRESS,
  EAI_AGAIN: NO_ADDRESS,
};

/** @throws DemoError if a UDP port can't be bound, which GoFlow2 itself would say late and in many words */
export async function requireUdpPorts(host: string, ...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
      socket.bind(port, host);
      await once(socket, 'listening');
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new DemoError(`UDP ${host}:${port}: ${NOT_BOUND[code] ?? code}`);
    } finally {
      socket.close();
    }
  }
}
