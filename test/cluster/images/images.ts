/** The images of the cluster's pods: our own by our Dockerfiles, the others by stand-ins (stand-ins.sh). */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { imageReference } from '../../../charts/kubernetes/image';
import type { Values } from '../../../charts/values/schema';
import { requireTools } from '../../servers/debian';
import { classPath } from '../../servers/java';
import { makeStandIns, startPodman, type Podman } from '../../servers/podman';
import { eventually } from '../../servers/process';
import { CONTAINERD, PAUSE } from '../machine/node';
import type { Machine } from '../machine/machine';
import { made } from '../programs';

/** Archives of images, in the form that containerd imports and skopeo copies. */
export interface Archives {
  /** What nodes pull from elsewhere: put into containerd, for nothing can be pulled here. */
  readonly foreign: readonly string[];
  /** The normaliser's, which the private registry is to serve. */
  readonly normalizer: string;
}

/** Builds them, for the manifests of an environment. Those that don't come from this checkout are kept. */
export function buildImages({ images, registry }: Values, folder: string): Archives {
  requireTools('podman', 'buildah', 'docker-registry', 'skopeo', 'gcc', 'openssl');
  const reference = (image: Values['images']['kafka']) => imageReference(image, registry.endpoint);
  const host = startPodman(registry.endpoint);
  try {
    const base = (name: string, file = 'normalizer/Dockerfile') =>
      new RegExp(`^ARG ${name}=(.*)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    makeStandIns(host, {
      node: base('NODE'),
      golang: base('GO', 'images/goflow2/Dockerfile'),
    });
    const standIns = made(`images-kafka-${images.kafka.tag}-registry-${images.registry.tag}`, (archives) => {
      const jars = classPath('kafka', images.kafka.tag);
      const names = {
        kafka: reference(images.kafka),
        registry: reference(images.registry),
        pause: PAUSE,
      };
      const pairs = Object.entries(names).map(([name, image]) => `${name}=${image}`);
      execFileSync('bash', [resolve('test/cluster/images/stand-ins.sh'), archives, jars, ...pairs], {
        env: host.env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    });
    const build = (name: string, ...options: readonly string[]) => archive(host, folder, name, options);
    const goflow2 = build(reference(images.goflow2), '--file', 'images/goflow2/Dockerfile');
    const dockerfile = ['--file', 'normalizer/Dockerfile', '--target', 'node'];
    const normalizer = build(reference(images.normalizer), ...dockerfile);
    return {
      foreign: [...readdirSync(standIns).map((name) => join(standIns, name)), goflow2],
      normalizer,
    };
  } finally {
    host.remove();
  }
}

/** Builds an image from this checkout and archives it. */
function archive({ env }: Podman, folder: string, image: string, options: readonly string[]): string {
  const file = join(folder, `${image.split('/').at(-1)?.split(':')[0] ?? ''}.tar`);
  const building = { ...env, CONTAINERS_CONF: env.BUILD_CONTAINERS_CONF };
  const flags = ['--quiet', '--pull=never', '--layers=false', '--timestamp', '0', '--tag', image];
  execFileSync('podman', ['build', ...flags, ...options, '.'], {
    env: building,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  execFileSync('buildah', ['push', '--quiet', image, `oci-archive:${file}:${image}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return file;
}

/** Puts archives into containerd, under the names that they hold. */
export async function importImages(machine: Machine, archives: readonly string[]): Promise<void> {
  for (const file of archives)
    await machine.run('ctr', ['--address', CONTAINERD, '--namespace', 'k8s.io', 'images', 'import', file]);
}

/** Pushes an archive to a registry that the machine reaches, over plain HTTP. */
export async function pushImage(machine: Machine, archive: string, image: string): Promise<void> {
  // A Service is a moment older than its rule on the node.
  await eventually('the image is pushed', async () => {
    await machine.run('skopeo', [
      ...['copy', '--insecure-policy', '--quiet', '--dest-tls-verify=false'],
      ...[`oci-archive:${archive}`, `docker://${image}`],
    ]);
    return true;
  });
}
