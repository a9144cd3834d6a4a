/**
 * Servers of Kafka's image that find one another by name, as brokers and ZooKeeper do: a StatefulSet with a
 * volume each, a Service for their clients, one that names the pods, and their configuration.
 */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { disruptionBudget, spreadOverNodes } from '../kubernetes/availability';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference } from '../kubernetes/image';
import { labels, selectorLabels, type Component } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer, scratch, volumeClaim } from '../kubernetes/pod';
import { service } from '../kubernetes/service';
import { statefulSet } from '../kubernetes/workload';
import type { Image, Resources, Storage } from '../values/kubernetes';
import type { PodValues } from '../values/pod';
import type { Values } from '../values/schema';
import type { ServiceValues } from '../values/service';
import { KAFKA_ENVIRONMENT, KAFKA_USER } from './container';

/** What brokers and ZooKeeper differ in. */
export interface KafkaServersProps {
  /** Its name is that of the StatefulSet, and of the container. */
  readonly component: Component;
  readonly replicas: number;
  /** The section of the values. */
  readonly section: {
    readonly storage: Storage;
    readonly resources: Resources;
    readonly pod: PodValues;
    readonly service: ServiceValues;
  };
  /** The names of the Services: for clients, and for the servers themselves. */
  readonly services: { readonly clients: string; readonly pods: string };
  /** Ports by name; the first one is the clients'. */
  readonly ports: Readonly<Record<string, number>>;
  /** The ConfigMap's name, and its files: among them the script that starts the server. */
  readonly configuration: { readonly name: string; readonly files: Record<string, string> };
  readonly startScript: string;
  readonly folders: { readonly configuration: string; readonly data: string };
  readonly probes: Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'>;
  /** What else its pods have, such as an agent. @default nothing */
  readonly further?: readonly Partial<FurtherParts>[];
  /** @default that of Kubernetes, 30 */
  readonly terminationGracePeriodSeconds?: number;
}

/** What is added to the pods of some servers only. */
export interface FurtherParts {
  readonly images: readonly Image[];
  readonly initContainers: k8s.Container[];
  readonly volumes: k8s.Volume[];
  readonly volumeMounts: k8s.VolumeMount[];
  readonly ports: k8s.ContainerPort[];
  readonly annotations: Record<string, string>;
}

function allOf(parts: readonly Partial<FurtherParts>[]): FurtherParts {
  return {
    images: parts.flatMap(({ images = [] }) => images),
    initContainers: parts.flatMap(({ initContainers = [] }) => initContainers),
    volumes: parts.flatMap(({ volumes = [] }) => volumes),
    volumeMounts: parts.flatMap(({ volumeMounts = [] }) => volumeMounts),
    ports: parts.flatMap(({ ports = [] }) => ports),
    annotations: Object.assign({}, ...parts.map(({ annotations }) => annotations)) as Record<string, string>,
  };
}

/** Adds all objects of the servers. */
export function kafkaServers(scope: Construct, values: Values, props: KafkaServersProps): void {
  const { component, configuration, replicas } = props;
  services(scope, props);
  new k8s.KubeConfigMap(scope, 'configuration', {
    metadata: { name: configuration.name, labels: labels(component) },
    data: configuration.files,
  });
  servers(scope, values, props);
  if (replicas > 1) disruptionBudget(scope, component);
}

function services(scope: Construct, { component, ports, section, services: names }: KafkaServersProps): void {
  const all = Object.entries(ports).map(([name, port]) => ({ name, port }));
  const selector = selectorLabels(component);
  service(scope, 'clients', {
    name: names.clients,
    component,
    site: section.service,
    spec: { selector, ports: all.slice(0, 1) },
  });
  service(scope, 'pods', {
    name: names.pods,
    component,
    site: section.service,
    // Servers must find one another before any of them is ready.
    spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector, ports: all },
  });
}

function servers(scope: Construct, values: Values, props: KafkaServersProps): void {
  const { component, configuration, section, terminationGracePeriodSeconds } = props;
  const further = allOf(props.further ?? []);
  statefulSet(scope, values, {
    name: component.name,
    component,
    pod: section.pod,
    podAnnotations: { ...checksumAnnotation(configuration.files), ...further.annotations },
    user: KAFKA_USER,
    images: [values.images.kafka, ...further.images],
    podSpec: {
      affinity: spreadOverNodes(component),
      ...(further.initContainers.length > 0 && { initContainers: further.initContainers }),
      ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
    },
    containers: [server(values, props)],
    volumes: [
      { name: 'configuration', configMap: { name: configuration.name } },
      scratch('run', '64Mi'),
      scratch('tmp', '64Mi'),
      ...further.volumes,
    ],
    spec: {
      serviceName: props.services.pods,
      replicas: props.replicas,
      podManagementPolicy: 'Parallel',
      volumeClaimTemplates: [volumeClaim('data', section.storage)],
    },
  });
}

function server({ images, registry }: Values, props: KafkaServersProps): k8s.Container {
  const { component, folders, probes, section, startScript } = props;
  const further = allOf(props.further ?? []);
  const ports = Object.entries(props.ports).map(([name, containerPort]) => ({ name, containerPort }));
  return {
    name: component.name,
    image: imageReference(images.kafka, registry.endpoint),
    ...restrictedContainer,
    command: ['bash', `${folders.configuration}/${startScript}`],
    env: KAFKA_ENVIRONMENT,
    ports: [...ports, ...further.ports],
    ...probes,
    resources: resourceRequirements(section.resources),
    volumeMounts: [
      { name: 'configuration', mountPath: folders.configuration, readOnly: true },
      { name: 'data', mountPath: folders.data },
      { name: 'run', mountPath: '/run/kafka' },
      { name: 'tmp', mountPath: '/tmp' },
      ...further.volumeMounts,
    ],
  };
}
