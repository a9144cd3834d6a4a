/** The three kinds of pods of a Flink cluster: what its values say of each, and what the site says of all pods. */
import type { IContainer, IPodSecurityContext } from 'kubernetes-models/v1';
import { joined, merged, present } from '../kubernetes/fields';
import { selectorLabels } from '../kubernetes/labels';
import { restricted, sitePod } from '../kubernetes/site-pod';
import type { FlinkClusterValues } from '../values/flink-cluster';
import type { PodValues } from '../values/pod';
import type { Values } from '../values/schema';
import type { FlinkClusterEntry } from './clusters';
import type { JobManagerManifest, JobManifest, TaskManagerManifest } from './manifest';

/** The user of Flink's images. */
const USER = 9999;

/** As much as the operator has fields for: it has none for a container's security context. */
const SECURITY_CONTEXT: IPodSecurityContext = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** The pods as a FlinkCluster has them. */
export interface FlinkPods {
  readonly jobManager: JobManagerManifest;
  readonly taskManager: TaskManagerManifest;
  readonly job: JobManifest | undefined;
  /** What the site says of all of them. */
  readonly site: PodValues;
}

type Server = FlinkClusterValues['jobManager'] | FlinkClusterValues['taskManager'];
type Job = NonNullable<FlinkClusterValues['job']>;

export function flinkPods(values: Values, { cluster, component }: FlinkClusterEntry): FlinkPods {
  const site = sitePod(values, cluster.pod);
  const { state, name } = cluster;
  const server = (said: Server) =>
    present({
      ...pod(said, site),
      podLabels: merged(site.labels, said.podLabels, selectorLabels(component)),
      podAnnotations: merged(site.annotations, said.podAnnotations),
      volumes: joined(
        state && [{ name: 'state', persistentVolumeClaim: { claimName: stateClaim(name) } }],
        said.volumes,
        site.extraVolumes,
      ),
      volumeMounts: joined(
        state && [{ name: 'state', mountPath: state.mountPath }],
        said.volumeMounts,
        site.extraVolumeMounts,
      ),
      // The operator knows no container that starts first and stays: one beside the others does the same.
      sidecars: joined(said.sidecars, site.sidecars, site.initContainers?.filter(stays).map(once))?.map(
        restricted,
      ),
    });
  return {
    jobManager: { ...cluster.jobManager, ...server(cluster.jobManager) },
    taskManager: { ...cluster.taskManager, ...server(cluster.taskManager) },
    job: cluster.job && submitter(cluster.job, site),
    site,
  };
}

/** The submitter ends, and so has nothing beside it. */
function submitter(said: Job, site: PodValues): JobManifest {
  return {
    restartPolicy: 'Never',
    ...said,
    ...present({
      ...pod(said, site),
      podAnnotations: merged(site.annotations, said.podAnnotations),
      volumes: joined(said.volumes, site.extraVolumes),
      volumeMounts: joined(said.volumeMounts, site.extraVolumeMounts),
    }),
  };
}

/** What all three have alike. */
function pod(said: Server | Job, site: PodValues) {
  return {
    securityContext: said.securityContext ?? SECURITY_CONTEXT,
    nodeSelector: merged(site.nodeSelector, said.nodeSelector),
    tolerations: joined(said.tolerations, site.tolerations),
    initContainers: joined(
      said.initContainers,
      site.initContainers?.filter((container) => !stays(container)),
    )?.map(restricted),
  };
}

/** The name of the claim that a cluster keeps its state in. */
export function stateClaim(cluster: string): string {
  return `${cluster}-state`;
}

function stays(container: IContainer): boolean {
  return (container as { restartPolicy?: string }).restartPolicy === 'Always';
}

/** Without the field that the operator's definition lacks. */
function once(container: IContainer): IContainer {
  const fields = Object.entries(container).filter(([field]) => field !== 'restartPolicy');
  return Object.fromEntries(fields) as unknown as IContainer;
}
