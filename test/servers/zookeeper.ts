/** A ZooKeeper of its own, for servers that need one and are not Kafka. */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { classPath } from './java';
import { eventually, freePort, startServer } from './process';

export interface Zookeeper {
  /** `host:port` */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts the one that comes with this version of Kafka. */
export async function startZookeeper(kafka: string): Promise<Zookeeper> {
  const folder = mkdtempSync(join(tmpdir(), 'zookeeper-'));
  const port = await freePort();
  const main = 'org.apache.zookeeper.server.ZooKeeperServerMain';
  const java = ['-XX:TieredStopAtLevel=1', '-XX:MaxRAM=256m', '-Dzookeeper.admin.enableServer=false'];
  const server = startServer(
    'java',
    [...java, '-cp', classPath('kafka', kafka), main, String(port), folder],
    {
      cwd: folder,
    },
  );
  const listens = async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
    return true;
  };
  await eventually('ZooKeeper listens', listens, { server });
  return {
    address: `127.0.0.1:${port}`,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
