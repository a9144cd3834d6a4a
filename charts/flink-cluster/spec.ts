/** From the values of a Flink cluster to the `spec` of its FlinkCluster: what is said, and what we add to it. */
import { imageReference, pullSecrets } from '../kubernetes/image';
import { joined, present } from '../kubernetes/fields';
import type { FlinkClusterValues } from '../values/flink-cluster';
import type { Image } from '../values/kubernetes';
import type { Values } from '../values/schema';
import type { FlinkClusterEntry } from './clusters';
import { log4jFiles } from './log4j';
import type { FlinkClusterSpecManifest } from './manifest';
import { flinkPods } from './pods';

/** Java 17 keeps these packages to itself, and the operator's flink-conf.yaml hides Flink's own, which opens them. */
const OPENED = ['util', 'lang', 'net', 'nio', 'util.concurrent']
  .map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`)
  .join(' ');

/** The `spec`; nothing is checked. */
export function flinkClusterSpec(values: Values, entry: FlinkClusterEntry): FlinkClusterSpecManifest {
  const { cluster } = entry;
  const { jobManager, taskManager, job, site } = flinkPods(values, entry);
  const image = imageOf(values, cluster);
  const { imagePullSecrets } = pullSecrets(values.registry, image);
  const own = cluster.envVars ?? [];
  return {
    flinkVersion: cluster.flinkVersion ?? versionOf(values, image),
    image: {
      name: imageReference(image, values.registry.endpoint),
      pullPolicy: 'IfNotPresent',
      ...present({ pullSecrets: joined(imagePullSecrets, site.imagePullSecrets) }),
    },
    serviceAccountName: accountName(cluster.name, site),
    jobManager,
    taskManager,
    ...present({
      job,
      envVars: joined(
        own,
        site.extraEnv?.filter(({ name }) => own.every((variable) => variable.name !== name)),
      ),
      envFrom: joined(cluster.envFrom, site.extraEnvFrom),
      batchScheduler: cluster.batchScheduler,
      hadoopConfig: cluster.hadoopConfig,
      gcpConfig: cluster.gcpConfig,
      recreateOnUpdate: cluster.recreateOnUpdate,
      revisionHistoryLimit: cluster.revisionHistoryLimit,
    }),
    flinkProperties: flinkProperties(values, cluster),
    logConfig: { ...log4jFiles(cluster.logLevel ?? 'info'), ...cluster.logConfig },
  };
}

/** The account that the pods run as. */
export function accountName(
  cluster: string,
  { serviceAccount }: Pick<FlinkClusterValues['pod'], 'serviceAccount'>,
): string {
  return serviceAccount?.name ?? cluster;
}

function imageOf({ images }: Values, { image = 'flink' }: FlinkClusterValues): Image {
  return typeof image === 'string' ? images[image] : image;
}

/** The tag of Flink's own image starts with its version; of another the site must say it. */
function versionOf({ images }: Values, image: Image): string {
  const [version = ''] = image === images.flink ? (/^\d+\.\d+/.exec(image.tag) ?? []) : [];
  return version;
}

function flinkProperties(values: Values, cluster: FlinkClusterValues): Record<string, string> {
  const ours = typeof (cluster.image ?? 'flink') === 'string';
  const properties: FlinkClusterValues['flinkProperties'] = {
    ...(ours && { 'env.java.opts.all': OPENED }),
    ...cluster.flinkProperties,
    ...highAvailability(cluster, values.flink.namespace),
  };
  return Object.fromEntries(Object.entries(properties).map(([property, value]) => [property, String(value)]));
}

/**
 * Flink's settings for high availability by Kubernetes
 * (https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/ha/kubernetes_ha/).
 */
function highAvailability({ highAvailability: ha, name }: FlinkClusterValues, namespace: string) {
  return (
    ha && {
      'high-availability.type': 'kubernetes',
      'high-availability.storageDir': ha.storageDir,
      'kubernetes.cluster-id': name,
      'kubernetes.namespace': namespace,
    }
  );
}
