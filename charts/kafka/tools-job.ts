/** A Job that runs a script with Kafka's command line tools, any number of times: for the topics, and for the users. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference } from '../kubernetes/image';
import { labels, type Component } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer, scratch } from '../kubernetes/pod';
import { REMADE_ON_CHANGE, syncOptions } from '../kubernetes/sync-options';
import { job } from '../kubernetes/workload';
import type { Values } from '../values/schema';
import { clientAnnotations } from './client';
import { KAFKA_ENVIRONMENT, KAFKA_USER } from './container';

/** Small: a few short-lived command line tools, one after the other. */
const RESOURCES = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};

/** What the Jobs differ in. */
export interface ToolsJobProps {
  /** Of the Job and of its ConfigMap, and the folder in /etc where that is mounted. */
  readonly name: string;
  readonly component: Component;
  readonly container: string;
  /** The ConfigMap: scripts, and what they read. */
  readonly declared: Readonly<Record<string, string>>;
  /** The script, one of those. */
  readonly script: string;
  /** Its argument: where the brokers are. */
  readonly brokers: string;
  readonly volumes: readonly k8s.Volume[];
  readonly volumeMounts: readonly k8s.VolumeMount[];
  /** Where `/tmp` is: passwords stay in memory. @default the node's disk */
  readonly scratchMedium?: 'Memory';
}

/** Adds the ConfigMap and the Job. */
export function toolsJob(scope: Construct, values: Values, props: ToolsJobProps): void {
  const { images, registry } = values;
  const { brokers, component, container, declared, name, scratchMedium, script } = props;
  const folder = `/etc/${name}`;
  const tmp = scratch('tmp', '16Mi');
  new k8s.KubeConfigMap(scope, 'declared', {
    metadata: { name, labels: labels(component) },
    data: declared,
  });
  job(scope, values, {
    name,
    component,
    // A Job's template is immutable. Not a hook: those don't count for the health that the next wave waits for.
    annotations: syncOptions(...REMADE_ON_CHANGE),
    pod: values.topics.pod,
    // New declarations make a new Job of it.
    podAnnotations: { ...checksumAnnotation(declared), ...clientAnnotations(values) },
    user: KAFKA_USER,
    images: [images.kafka],
    podSpec: { restartPolicy: 'OnFailure' },
    containers: [
      {
        name: container,
        image: imageReference(images.kafka, registry.endpoint),
        ...restrictedContainer,
        command: ['bash', `${folder}/${script}`, brokers],
        env: KAFKA_ENVIRONMENT,
        resources: resourceRequirements(RESOURCES),
        volumeMounts: [
          { name: 'declared', mountPath: folder, readOnly: true },
          ...props.volumeMounts,
          { name: 'run', mountPath: '/run/kafka' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      { name: 'declared', configMap: { name } },
      ...props.volumes,
      scratch('run', '16Mi'),
      scratchMedium === undefined ? tmp : { ...tmp, emptyDir: { ...tmp.emptyDir, medium: scratchMedium } },
    ],
    spec: { backoffLimit: 10 },
  });
}
