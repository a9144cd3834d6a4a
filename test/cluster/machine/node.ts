/** A real node: containerd and runc, a bridge for pods, kubelet, kube-proxy. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from '../../servers/process';
import { RANGES } from './control-plane';
import { NODE_IP, type Machine } from './machine';

/** The image of the process that holds a pod's namespaces. */
export const PAUSE = 'localhost/pause:1';

/** The node's name, which is also the documented host name of the registry. */
export const NODE = 'kubernetes';

/** Where containerd listens, inside the machine. */
export const CONTAINERD = '/run/containerd.sock';

/** Where containerd looks for what it is told of registries; the files of `dist/hosts/<environment>/etc` go there. */
export function registryFolder(machine: Machine): string {
  return join(machine.folder, 'certs.d');
}

/** Starts containerd, for images to be put into it. */
export async function startContainerd(machine: Machine): Promise<void> {
  const { folder } = machine;
  const cri = '[plugins."io.containerd.grpc.v1.cri"';
  const settings = `version = 2
root = "${folder}/containerd"
state = "/run/containerd"
[grpc]
address = "${CONTAINERD}"
${cri}]
sandbox_image = "${PAUSE}"
# Pause wants to be killed last; to say so takes a capability that a container like this one may lack.
restrict_oom_score_adj = true
disable_apparmor = true
${cri}.containerd]
snapshotter = "overlayfs"
${cri}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
${cri}.containerd.runtimes.runc.options]
SystemdCgroup = false
${cri}.cni]
bin_dir = "/usr/lib/cni"
conf_dir = "${folder}/cni"
${cri}.registry]
config_path = "${registryFolder(machine)}"
`;
  writeFileSync(join(folder, 'containerd.toml'), settings);
  mkdirSync(registryFolder(machine), { recursive: true });
  // The node knows itself by name and no other host: what was not loaded is not pulled from elsewhere.
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n${NODE_IP} ${NODE}\n`);
  writeFileSync(join(folder, 'resolv.conf'), `nameserver ${NODE_IP}\n`);
  for (const name of ['hosts', 'resolv.conf'])
    await machine.run('mount', ['--bind', join(folder, name), `/etc/${name}`]);
  machine.start('containerd', 'containerd', ['--config', join(folder, 'containerd.toml')]);
  await eventually('containerd answers', async () => {
    await machine.run('ctr', ['--address', CONTAINERD, 'version']);
    return true;
  });
}

/** Starts the rest. @param programs the folder of Kubernetes' programs */
export function startNode(machine: Machine, programs: string): void {
  const { folder } = machine;
  const pki = join(folder, 'pki');
  mkdirSync(join(folder, 'cni'), { recursive: true });
  writeFileSync(join(folder, 'cni', '10-bridge.conflist'), JSON.stringify(bridge(folder)));
  writeFileSync(join(folder, 'kubelet.yaml'), stringify(kubelet(folder)));
  machine.start('kubelet', join(programs, 'kubelet'), [
    `--config=${folder}/kubelet.yaml`,
    `--kubeconfig=${pki}/kubelet.kubeconfig`,
    `--root-dir=${folder}/kubelet`,
    `--hostname-override=${NODE}`,
    `--node-ip=${NODE_IP}`,
  ]);
  writeFileSync(join(folder, 'kube-proxy.yaml'), stringify(kubeProxy(pki)));
  machine.start('kube-proxy', join(programs, 'kube-proxy'), [`--config=${folder}/kube-proxy.yaml`]);
}

/** Pods on a bridge; `portMappings` are host ports. */
function bridge(folder: string): object {
  const ipam = {
    type: 'host-local',
    dataDir: join(folder, 'cni-data'),
    ranges: [[{ subnet: RANGES.pods }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  return {
    cniVersion: '0.4.0',
    name: 'pods',
    plugins: [
      { type: 'bridge', bridge: 'cni0', isGateway: true, ipMasq: true, hairpinMode: true, ipam },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}

function kubelet(folder: string): object {
  const pki = join(folder, 'pki');
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(pki, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: join(pki, 'kubelet.crt'),
    tlsPrivateKeyFile: join(pki, 'kubelet.key'),
    address: NODE_IP,
    containerRuntimeEndpoint: `unix://${CONTAINERD}`,
    // No systemd here; its own control group, so that nothing is left in another's.
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${folder.split('/').at(-1) ?? ''}`,
    failSwapOn: false,
    failCgroupV1: false,
    clusterDNS: [NODE_IP],
    clusterDomain: 'cluster.local',
    resolvConf: join(folder, 'resolv.conf'),
    // The disk is the whole machine's: how full it is isn't this node's doing.
    evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    podLogsDir: join(folder, 'pod-logs'),
  };
}

function kubeProxy(pki: string): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: join(pki, 'kube-proxy.kubeconfig') },
    mode: 'nftables',
    hostnameOverride: NODE,
    clusterCIDR: RANGES.pods,
    bindAddress: NODE_IP,
    nodePortAddresses: ['primary'],
    // The kernel's limits are the whole machine's.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
}
