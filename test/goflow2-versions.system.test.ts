/** The floor that charts/goflow2/version.ts names, held against real GoFlow2s: it runs, the release before it doesn't. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAPPING_FLOOR, TLS_FLOOR } from '../charts/goflow2/version';
import { configuration } from './manifests';
import { goCommand } from './servers/go';
import { eventually, freePort, startServer } from './servers/process';

/** The last releases before the floors. */
const [BEFORE_LAYERS, BEFORE_CERTIFICATES] = ['v2.1.5', 'v2.2.1'];
const tagOf = ({ lowest }: typeof MAPPING_FLOOR) => `v${lowest.join('.')}`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'goflow2-'));
  const mapping = configuration('reference', 'goflow2/ConfigMap.goflow2.yaml', 'mapping.yaml');
  writeFileSync(join(folder, 'mapping.yaml'), mapping);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the collector, and stops it when it is healthy; fails with what it says if it never is. */
async function start(version: string, ...more: readonly string[]): Promise<void> {
  const command = goCommand('github.com/netsampler/goflow2/v2/cmd/goflow2', version);
  const port = await freePort();
  const flags = ['-listen=netflow://127.0.0.1:0', '-mapping=mapping.yaml', `-addr=127.0.0.1:${port}`];
  const server = startServer(command, [...flags, ...more], { cwd: folder });
  try {
    const healthy = async () => (await fetch(`http://127.0.0.1:${port}/__health`)).ok;
    await eventually('it is healthy', healthy, { server });
  } finally {
    await server.stop();
  }
}

test('the rendered mapping', async () => {
  await start(tagOf(MAPPING_FLOOR));
  await expect(start(BEFORE_LAYERS)).rejects.toThrow(/field layer_stack in config not found/);
});

test('certificates for Kafka', async () => {
  const flag = '-transport.kafka.tls.ca=ca.crt';
  await start(tagOf(TLS_FLOOR), flag);
  await expect(start(BEFORE_CERTIFICATES, flag)).rejects.toThrow(/flag provided but not defined/);
});
