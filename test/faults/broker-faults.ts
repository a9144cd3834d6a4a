/** What happens to the brokers. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../servers/process';
import type { Fault } from './fault';
import type { Scene } from './scene';

const OUTAGE_MILLISECONDS = 10_000;
const STILL_MILLISECONDS = 45_000;

/** The broker that leads the output's first partition. */
async function leader({ admin, places, world }: Scene) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [places.topics.output] });
  const id = topics[0]?.partitions[0]?.leader ?? -1;
  const node = world.cluster.nodes[id];
  if (node === undefined) throw new Error(`broker ${id} leads, and there is no such broker`);
  return node;
}

/** Waits until every copy of every partition of the output is in sync. */
async function inSync({ admin, places }: Scene): Promise<void> {
  await eventually('all copies are in sync', async () => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [places.topics.output] });
    return topics.every(({ partitions }) =>
      partitions.every(({ isr, replicas }) => isr.length === replicas.length),
    );
  });
}

async function allDown({ world: { cluster } }: Scene, milliseconds: number): Promise<void> {
  for (const node of cluster.nodes) process.kill(node.server().pid, 'SIGKILL');
  for (const node of cluster.nodes) await node.server().exited;
  await sleep(milliseconds);
  for (const node of cluster.nodes) node.restart();
}

export const leaderKilled: Fault = {
  name: 'the leader is killed and returns',
  times: { short: 1, long: 3 },
  strike: async (scene) => {
    const node = await leader(scene);
    process.kill(node.server().pid, 'SIGKILL');
    await node.server().exited;
    await sleep(OUTAGE_MILLISECONDS);
    node.restart();
    await inSync(scene);
  },
};

export const brokerFaults: readonly Fault[] = [
  leaderKilled,
  {
    name: 'the leader stands still for 45 s, longer than its session and than requests wait',
    times: { short: 0, long: 3 },
    strike: async (scene) => {
      const node = await leader(scene);
      process.kill(node.server().pid, 'SIGSTOP');
      await sleep(STILL_MILLISECONDS);
      process.kill(node.server().pid, 'SIGCONT');
      await inSync(scene);
    },
  },
  {
    name: 'all brokers are down for 30 s',
    times: { short: 0, long: 1 },
    strike: (scene) => allDown(scene, 30_000),
  },
  {
    name: 'all brokers are down for 5 min',
    times: { short: 0, long: 1 },
    strike: (scene) => allDown(scene, 300_000),
  },
  {
    name: "a broker's disk takes no more, and it returns with space",
    times: { short: 0, long: 2 },
    strike: async (scene) => {
      const node = await leader(scene);
      // Each write that makes a file longer fails from now on: what a full disk does, which only root could make.
      execFileSync('prlimit', ['--pid', String(node.server().pid), '--fsize=1']);
      await node.server().exited;
      await sleep(OUTAGE_MILLISECONDS);
      node.restart();
      await inSync(scene);
    },
  },
];
