/**
 * The shape of `values.yaml`: what may be said, and how it is written. What fits together: see rules.ts.
 *
 * Every property is described here, in one sentence, by `.describe()` or `.meta()`: editors show it
 * (json-schema.ts), and the reference page is made of it (reference.ts).
 */
import { z } from 'zod';
import { argocd } from './argocd';
import { cluster } from './cluster';
import { flink } from './flink';
import { certManager, flinkOperator } from './flink-operator';
import { goflow2 } from './goflow2';
import { kafka, topics, zookeeper } from './kafka';
import { annotationMap, dnsLabel, image, labelMap, podSecurityLevel } from './kubernetes';
import { monitoring } from './monitoring';
import { networkPolicies } from './network-policies';
import { normalizer } from './normalizer';
import { patches } from './patches';
import { pod } from './pod';
import { registry } from './registry';

export const valuesSchema = z.strictObject({
  cluster: cluster.describe('What the pipeline must know of the cluster that it runs in.'),
  namespace: z
    .strictObject({
      create: z
        .boolean()
        .describe(
          'Whether all namespaces are made; false: somebody else makes them, with the Pod Security level said here.',
        ),
      name: dnsLabel.describe('The name of the namespace.'),
      podSecurity: podSecurityLevel.describe(
        'The Pod Security Standard that the namespace enforces; every workload meets the strictest, restricted.',
      ),
    })
    .describe('The namespace of the pipeline.'),
  registry: registry.describe('The private registry that serves the images built from this repository.'),
  images: z
    .strictObject({
      kafka: image.describe('Kafka: the brokers, ZooKeeper and the topics Job.'),
      goflow2: image.describe('The collector.'),
      normalizer: image.describe('The normaliser, as a Deployment.'),
      normalizerFlink: image.describe('The normaliser, on Flink.'),
      flink: image.describe('The sample Flink cluster.'),
      flinkOperator: image.describe("Spotify's flink-on-k8s-operator."),
      kubeRbacProxy: image.describe('What checks who reads; with flinkOperator.metrics protected only.'),
      registry: image.describe('The registry itself, CNCF distribution.'),
      jmxExporter: image.describe(
        "Prometheus' JMX exporter, for the brokers' pods; with monitoring.mode other than none only.",
      ),
    })
    .describe('Every image and its version.'),
  commonLabels: labelMap.exactOptional().meta({
    description: 'Labels of every object and pod, but not in selectors.',
    examples: [{ 'example.org/cost-centre': '42' }],
  }),
  commonAnnotations: annotationMap.exactOptional().meta({
    description: 'Annotations of every object and pod.',
    examples: [{ 'example.org/team': 'network' }],
  }),
  pods: pod.prefault({}).describe('Where and how the pods of all workloads run.'),
  argocd: argocd.describe('Argo CD: an AppProject, an Application per folder, and a root Application.'),
  certManager: certManager.describe("What the operator webhook's certificate comes from."),
  flinkOperator: flinkOperator.describe("Spotify's flink-on-k8s-operator, which makes Flink clusters."),
  flink: flink.describe(
    'The Flink clusters, in the words of a FlinkCluster, held to the rules of the operator.',
  ),
  zookeeper: zookeeper.describe('The ZooKeeper ensemble; deployed with kafka.mode zookeeper only.'),
  kafka: kafka.describe('The Kafka cluster.'),
  topics: topics.describe(
    'The topics: a Job makes, grows and configures them, and may run any number of times.',
  ),
  goflow2: goflow2.describe(
    'The collector, GoFlow2: takes packets from routers, writes records to topics.flows.',
  ),
  normalizer: normalizer.describe(
    'The normaliser: reads topics.flows, writes topics.output and topics.rejected.',
  ),
  networkPolicies: networkPolicies.describe('Who may speak with whom in the namespaces of ours.'),
  monitoring: monitoring.describe('What Prometheus and Grafana of the cluster are given.'),
  patches: patches.describe('Changes of single objects that no other value makes, in this order.'),
});

/** Everything that the charts read, checked and complete. */
export type Values = z.infer<typeof valuesSchema>;

/** The values of one folder of `dist/`, and the folder's name. */
export interface NamedValues {
  readonly name: string;
  readonly values: Values;
}
