/**
 * A Flink cluster for one job: the operator makes JobManager, TaskManagers and a submitter that hands the job
 * over (what people call Application mode; the operator's own mode of that name came after v0.3.9).
 */
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import {
  FlinkCluster,
  toJson_FlinkClusterSpec,
  type FlinkClusterSpec,
  type FlinkClusterSpecEnvVars,
  type FlinkClusterSpecJob,
  type FlinkClusterSpecJobManager,
  type FlinkClusterSpecTaskManager,
} from '../../imports/flinkoperator.k8s.io';
import { labels, selectorLabels, type Component } from '../kubernetes/labels';
import { quantities } from '../kubernetes/pod';
import { REMADE_ON_CHANGE, SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
import { log4jFiles, type LogLevel } from './log4j';
import type { FlinkClusterManifest } from './manifest';
import { findings } from './rules';

/** Volumes for all servers, or for one of them; alike in the types of both. */
export type Volumes = NonNullable<FlinkClusterSpecTaskManager['volumes']>;
export type VolumeMounts = NonNullable<FlinkClusterSpecTaskManager['volumeMounts']>;

/** The job as a FlinkCluster has it, with a JAR that is required and a restart policy that is not. */
export type FlinkJob = Omit<FlinkClusterSpecJob, 'restartPolicy'> & {
  readonly jarFile: string;
  /** @default 'Never' */
  readonly restartPolicy?: string;
};

/** What a cluster is told. The names are the operator's; the defaults are those of the documented sample. */
export interface FlinkJobClusterProps {
  readonly name: string;
  readonly namespace: string;
  /** Labels the cluster and its pods. */
  readonly component: Component;
  /** Of the image, such as `1.20`. */
  readonly flinkVersion: string;
  /** The whole reference: `registry/repository:tag`. */
  readonly image: string;
  /** What nodes pull the image with. @default nothing */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];
  /** @default access within the Kubernetes cluster, 500m CPU and 2Gi of memory */
  readonly jobManager?: FlinkClusterSpecJobManager;
  /** @default 2 replicas with 500m CPU and 2Gi of memory */
  readonly taskManager?: FlinkClusterSpecTaskManager;
  readonly job: FlinkJob;
  /** Flink's own settings. @default one task slot per TaskManager */
  readonly flinkProperties?: Readonly<Record<string, string>>;
  /** @default 'info' */
  readonly logLevel?: LogLevel;
  readonly envVars?: FlinkClusterSpecEnvVars[];
  /** For JobManager and TaskManagers. */
  readonly volumes?: Volumes;
  readonly volumeMounts?: VolumeMounts;
  /** Of JobManager and TaskManagers. @default none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** @default the namespace's default account */
  readonly serviceAccountName?: string;
  /**
   * Argo CD deletes the cluster and makes it anew at a change, instead of asking the operator for an update,
   * which needs a savepoint. @default false
   */
  readonly remadeOnChange?: boolean;
}

/** The port of Flink's web interface and REST API. */
export const UI_PORT = 8081;

/** The user of the official images of Flink. */
const USER = 9999;

/** As much as the operator has fields for: it has none for a container's security context. */
const securityContext = {
  runAsNonRoot: true,
  runAsUser: USER,
  runAsGroup: USER,
  fsGroup: USER,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** A FlinkCluster that the operator's webhook will take. */
export class FlinkJobCluster extends FlinkCluster {
  /** @throws Error that names everything which the operator, Kubernetes or Flink would refuse */
  constructor(scope: Construct, id: string, props: FlinkJobClusterProps) {
    const errors = findings(flinkClusterManifest(props)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      const lines = errors.map(({ path, allowed }) => `${path.join('.')}: allowed: ${allowed}`);
      throw new Error(`FlinkCluster ${props.name}:\n${lines.join('\n')}`);
    }
    super(scope, id, { metadata: metadata(props), spec: flinkClusterSpec(props) });
  }
}

/** The manifest that the construct would make, as the rules look at it; nothing is checked. */
export function flinkClusterManifest(props: FlinkJobClusterProps): FlinkClusterManifest {
  return {
    metadata: metadata(props),
    spec: toJson_FlinkClusterSpec(flinkClusterSpec(props)) as FlinkClusterManifest['spec'],
  };
}

function metadata({ name, namespace, component, remadeOnChange }: FlinkJobClusterProps) {
  return {
    name,
    namespace,
    labels: labels(component),
    annotations: syncOptions(SKIP_DRY_RUN, ...(remadeOnChange === true ? REMADE_ON_CHANGE : [])),
  };
}

function flinkClusterSpec(props: FlinkJobClusterProps): FlinkClusterSpec {
  const server = {
    resources: { limits: quantities({ cpu: '500m', memory: '2Gi' }) },
    securityContext,
    podLabels: selectorLabels(props.component),
    ...(props.podAnnotations &&
      Object.keys(props.podAnnotations).length > 0 && { podAnnotations: { ...props.podAnnotations } }),
    ...(props.volumes && { volumes: props.volumes }),
    ...(props.volumeMounts && { volumeMounts: props.volumeMounts }),
  };
  return {
    flinkVersion: props.flinkVersion,
    image: {
      name: props.image,
      pullPolicy: 'IfNotPresent',
      ...(props.imagePullSecrets && { pullSecrets: props.imagePullSecrets }),
    },
    ...(props.serviceAccountName !== undefined && { serviceAccountName: props.serviceAccountName }),
    jobManager: { accessScope: 'Cluster', ports: { ui: UI_PORT }, ...server, ...props.jobManager },
    taskManager: { replicas: 2, ...server, ...props.taskManager },
    job: { parallelism: 2, restartPolicy: 'Never', securityContext, ...props.job },
    flinkProperties: { 'taskmanager.numberOfTaskSlots': '1', ...props.flinkProperties },
    logConfig: log4jFiles(props.logLevel ?? 'info'),
    ...(props.envVars && { envVars: props.envVars }),
  };
}
