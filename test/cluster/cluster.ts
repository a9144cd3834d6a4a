/** A whole cluster with one node, and a real Argo CD beside it that syncs a repository. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Values } from '../../charts/values/schema';
import { requireTools } from '../servers/debian';
import { eventually } from '../servers/process';
import { startArgoCd } from './argo-cd';
import { buildImages, importImages, type Archives } from './images/images';
import { startControlPlane } from './machine/control-plane';
import { startDns } from './machine/dns';
import { kubectlOf, type Kubectl } from './machine/kubectl';
import { refuseUnable, startMachine, type Machine } from './machine/machine';
import { NODE, registryFolder, startContainerd, startNode } from './machine/node';
import { startVolumes } from './machine/volumes';
import { argoCdPrograms, coreDns, kubernetesPrograms } from './programs';

/** A running cluster. */
export interface Cluster {
  readonly machine: Machine;
  readonly kubectl: Kubectl;
  readonly images: Archives;
  readonly stop: () => Promise<void>;
}

/** Starts it, with the images of an environment and with what its `dist/hosts` tells nodes. */
export async function startCluster(environment: string, values: Values): Promise<Cluster> {
  refuseUnable();
  requireTools(
    'etcd',
    'containerd',
    'runc',
    'host-local',
    'nft',
    'iptables',
    'ip',
    'redis-server',
    'curl',
    'openssl',
  );
  const [programs, argoCd, dns] = [kubernetesPrograms(), argoCdPrograms(), coreDns()];
  const machine = await startMachine();
  try {
    mkdirSync(join(machine.folder, 'images'));
    const images = buildImages(values, join(machine.folder, 'images'));
    await startContainerd(machine);
    cpSync(join('dist/hosts', environment, 'etc/containerd/certs.d'), registryFolder(machine), {
      recursive: true,
    });
    await importImages(machine, images.foreign);
    await startControlPlane(machine, programs);
    const kubectl = kubectlOf(machine, programs);
    startNode(machine, programs);
    startDns(machine, dns);
    const stopVolumes = await startVolumes(machine, kubectl);
    await eventually(
      'the node is ready',
      async () => (await kubectl.run('get', 'node', NODE)).includes(' Ready '),
      { seconds: 180 },
    );
    await startArgoCd(machine, kubectl, argoCd);
    return {
      machine,
      kubectl,
      images,
      stop: async () => {
        stopVolumes();
        await machine.stop();
      },
    };
  } catch (error) {
    await machine.stop();
    throw error;
  }
}
