/** Sites as there are: each synthesises, passes every check and the API server's schema, and has what it asked for. */
import { makeableKinds } from '../../charts/argocd/makeable';
import { checks } from '../checks';
import { every, type Manifest } from '../checks/objects';
import { validate } from '../kubernetes-schema';
import { objectOf, site } from './synth';

/** What is asked of a site. */
interface Site {
  readonly environment: string;
  /** What people or other teams make, as `Secret namespace/name`. */
  readonly there?: readonly string[];
  /** What it relies on is elsewhere, and a check can't know: check and reason. */
  readonly elsewhere?: Readonly<Partial<Record<keyof typeof checks, string>>>;
  /** `file: path in the object`, and what stands there; for a path with `[]`, all that do. */
  readonly asked: readonly (readonly [file: string, path: string, says: unknown])[];
}

const COST = { 'example.org/cost-centre': '42' };
const TEAM = { 'example.org/team': 'network' };
const OWN_CLUSTER = 'https://kubernetes.default.svc';
const ENFORCED = 'pod-security.kubernetes.io/enforce';
const COLLECTOR = 'goflow2/Deployment.goflow2.yaml';
const COLLECTOR_POD = 'spec.template.spec';
const DATACENTRE = 'goflow2/Deployment.goflow2-datacentre.yaml';
const BRANCHES = 'goflow2/Deployment.goflow2-branches.yaml';
const EXTERNAL_KAFKA = 'kafka/Service.kafka-external-0.yaml';

/** Every NetworkPolicy's `to`, as far as a site asks for it. */
const egressOf = (policy: string) =>
  [`network-policies/NetworkPolicy.${policy}.yaml`, 'spec.egress[].to[]'] as const;
const ADDRESSES_OF_THE_BANK = [{ ipBlock: { cidr: '10.30.1.0/24' } }, { ipBlock: { cidr: '10.30.2.0/24' } }];

const REVISION = { 'netflow-gitops/kafka-credentials': '2026-11' };
const OF_STRIMZI = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kafka' } } }];

const SITES: Readonly<Record<string, Site>> = {
  'on-premises': {
    environment: 'compact',
    there: ['Secret netflow/kafka-normalizer'],
    asked: [
      ['namespaces/Namespace.netflow.yaml', 'metadata.labels', { [ENFORCED]: 'privileged' }],
      [COLLECTOR, COLLECTOR_POD, { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }],
      [COLLECTOR, `${COLLECTOR_POD}.nodeSelector`, { 'node-role.kubernetes.io/edge': '' }],
      [COLLECTOR, `${COLLECTOR_POD}.containers[].ports[].containerPort`, [2055, 6343, 4739, 9995, 8080]],
      ['goflow2/Service.goflow2.yaml', 'spec.ports[].port', [2055, 6343, 4739, 9995]],
      ['goflow2/Service.goflow2.yaml', 'metadata.annotations', { 'example.org/owner': 'network' }],
      ['registry/Service.registry.yaml', 'spec.ports[].nodePort', [5000]],
      [
        'registry/Service.registry.yaml',
        'spec',
        { ipFamilyPolicy: 'PreferDualStack', externalTrafficPolicy: 'Cluster' },
      ],
      ['registry/Service.registry.yaml', 'metadata.labels', { 'example.org/zone': 'a' }],
      ['kafka/Service.kafka-service.yaml', 'spec.ipFamilyPolicy', 'SingleStack'],
      [EXTERNAL_KAFKA, 'metadata.annotations', { 'metallb.io/address-pool': 'netflow' }],
      [EXTERNAL_KAFKA, 'spec.loadBalancerClass', 'metallb.io/metallb'],
      [EXTERNAL_KAFKA, 'spec.loadBalancerSourceRanges', ['192.0.2.0/24']],
      // No policy knows the collector by its labels.
      [
        'network-policies/NetworkPolicy.kafka.yaml',
        'spec.ingress[].from[].ipBlock.cidr',
        ['198.51.100.0/24', '192.0.2.0/24'],
      ],
    ],
  },
  'three-collectors': {
    environment: 'compact',
    asked: [
      [DATACENTRE, 'spec', { replicas: 3 }],
      [DATACENTRE, 'spec.strategy.rollingUpdate', { maxSurge: 0, maxUnavailable: 1 }],
      [
        DATACENTRE,
        'spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.topologyKey',
        ['kubernetes.io/hostname'],
      ],
      [DATACENTRE, `${COLLECTOR_POD}.containers[].resources.limits`, [{ cpu: '2', memory: '1Gi' }]],
      [
        'goflow2/Service.goflow2-datacentre.yaml',
        'spec',
        {
          type: 'LoadBalancer',
          loadBalancerClass: 'metallb.io/metallb',
          externalTrafficPolicy: 'Local',
          sessionAffinity: 'ClientIP',
          sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } },
        },
      ],
      [
        'goflow2/Service.goflow2-datacentre.yaml',
        'metadata.annotations',
        { 'metallb.io/loadBalancerIPs': '203.0.113.1' },
      ],
      ['goflow2/PodDisruptionBudget.goflow2-datacentre.yaml', 'spec.maxUnavailable', 1],
      [BRANCHES, 'spec', { replicas: 1, strategy: { type: 'Recreate' } }],
      [BRANCHES, `${COLLECTOR_POD}.containers[].ports[].containerPort`, [2055, 4739, 8080]],
      [BRANCHES, `${COLLECTOR_POD}.containers[].resources.limits`, [{ memory: '512Mi' }]],
      [BRANCHES, `${COLLECTOR_POD}.nodeSelector`, { 'topology.kubernetes.io/zone': 'b' }],
      ['goflow2/Service.goflow2-switches.yaml', 'spec.ports[].port', [6343]],
      [
        'network-policies/NetworkPolicy.goflow2-datacentre.yaml',
        'spec.ingress[].from[].ipBlock.cidr',
        ['192.0.2.0/24', '2001:db8::/32'],
      ],
      [
        'network-policies/NetworkPolicy.goflow2-branches.yaml',
        'spec.ingress[].ports[].port',
        [2055, 4739, 8080],
      ],
      [
        'network-policies/NetworkPolicy.kafka.yaml',
        'spec.ingress[].from[].podSelector.matchLabels',
        expect.arrayContaining(
          ['datacentre', 'branches', 'switches'].map(
            (name) =>
              expect.objectContaining({
                'app.kubernetes.io/component': `collector-${name}`,
              }) as unknown,
          ),
        ),
      ],
      [
        'monitoring/PodMonitor.goflow2-switches.yaml',
        'spec.selector.matchLabels',
        { 'app.kubernetes.io/component': 'collector-switches' },
      ],
      [
        'monitoring/PrometheusRule.netflow.yaml',
        'spec.groups[].rules[].expr',
        expect.arrayContaining([expect.stringMatching(/job="goflow2"\} == 1\) or vector\(0\)\) < 5$/)]),
      ],
    ],
  },
  'air-gapped': {
    environment: 'compact',
    there: ['Namespace tenant-netflow', 'Secret tenant-netflow/mirror'],
    asked: [
      [COLLECTOR, 'metadata.namespace', 'tenant-netflow'],
      [COLLECTOR, 'metadata.labels', COST],
      [COLLECTOR, 'metadata.annotations', TEAM],
      [COLLECTOR, 'spec.template.metadata.labels', COST],
      [COLLECTOR, 'spec.template.metadata.annotations', TEAM],
      [COLLECTOR, `${COLLECTOR_POD}.imagePullSecrets[].name`, ['mirror']],
      [
        COLLECTOR,
        `${COLLECTOR_POD}.containers[].image`,
        [expect.stringMatching(/^mirror\.example\.org\/docker\.io\/netsampler\/goflow2:/)],
      ],
      ['normalizer/CronJob.normalizer-replay.yaml', 'spec.jobTemplate.spec.template.metadata.labels', COST],
      ['kafka/ConfigMap.kafka-broker.yaml', 'metadata.labels', COST],
      ['kafka/StatefulSet.kafka.yaml', 'spec.volumeClaimTemplates[].metadata', [{ name: 'data' }]],
      [
        'kafka/StatefulSet.kafka.yaml',
        'spec.selector.matchLabels',
        expect.not.objectContaining({ 'example.org/cost-centre': '42' }),
      ],
      ['argocd/Application.tenant-netflow.yaml', 'spec.project', 'default'],
      ['argocd/Application.tenant-netflow.yaml', 'spec.source.directory.include', 'applications/*'],
      ['argocd/Application.tenant-netflow.yaml', 'spec.destination', { server: OWN_CLUSTER }],
      ['applications/Application.tenant-netflow-kafka.yaml', 'spec.project', 'default'],
      [
        'applications/Application.tenant-netflow-kafka.yaml',
        'spec.destination',
        { name: 'production-eu', namespace: 'tenant-netflow' },
      ],
      ['applications/Application.tenant-netflow-kafka.yaml', 'metadata.labels', COST],
    ],
  },
  bank: {
    environment: 'production',
    elsewhere: {
      topics: 'those who run Kafka make them',
      applications: 'the AppProject is the platform team’s',
    },
    there: [
      'Namespace netflow-prod',
      ...['images', 'bank-ca', 'kafka-collector', 'kafka-normalizer', 'kafka-replay'].map(
        (name) => `Secret netflow-prod/${name}`,
      ),
    ],
    asked: [
      [COLLECTOR, 'metadata.labels', { 'example.org/data-class': 'confidential' }],
      [COLLECTOR, 'spec.template.metadata.annotations', REVISION],
      ['normalizer/Deployment.normalizer.yaml', 'spec.template.metadata.annotations', REVISION],
      [
        COLLECTOR,
        `${COLLECTOR_POD}.containers[].image`,
        [expect.stringMatching(/^images\.bank\.example\/docker\.io\/netsampler\/goflow2:.*@sha256:1{64}$/)],
      ],
      [
        'normalizer/Deployment.normalizer.yaml',
        `${COLLECTOR_POD}.containers[].image`,
        [expect.stringMatching(/^images\.bank\.example\/netflow\/netflow-normalizer:.*@sha256:2{64}$/)],
      ],
      [COLLECTOR, `${COLLECTOR_POD}.initContainers`, undefined],
      [COLLECTOR, `${COLLECTOR_POD}.imagePullSecrets[].name`, ['images']],
      ['goflow2/Service.goflow2.yaml', 'spec.loadBalancerSourceRanges', ['10.20.0.0/16']],
      [...egressOf('goflow2'), ADDRESSES_OF_THE_BANK],
      [...egressOf('normalizer'), ADDRESSES_OF_THE_BANK],
      [...egressOf('normalizer-replay'), ADDRESSES_OF_THE_BANK],
      // Nothing watches brokers that are not ours.
      [
        'monitoring/PrometheusRule.netflow.yaml',
        'spec.groups[].name',
        expect.not.arrayContaining(['netflow-kafka']),
      ],
    ],
  },
  isp: {
    environment: 'production',
    elsewhere: {
      fields: 'Strimzi and the Flink operator have been installed with their definitions',
      topics: 'Strimzi makes them from KafkaTopics',
      addresses: 'Strimzi’s Service',
    },
    there: [
      'Namespace kafka',
      ...['kafka-collector', 'main-cluster-ca-cert', 'registry-htpasswd', 'registry-pull'].map(
        (name) => `Secret netflow/${name}`,
      ),
      ...['kafka-flink-job', 'kafka-replay', 'main-cluster-ca-cert', 'registry-pull'].map(
        (name) => `Secret netflow-flink/${name}`,
      ),
    ],
    asked: [
      ['goflow2/Deployment.goflow2-north.yaml', COLLECTOR_POD, { hostNetwork: true }],
      [
        'goflow2/Deployment.goflow2-north.yaml',
        `${COLLECTOR_POD}.volumes[].secret.items[].key`,
        ['ca.crt', 'user.crt', 'user.key'],
      ],
      [
        'normalizer/FlinkCluster.netflow-normalizer.yaml',
        'spec.taskManager.volumes[].secret.secretName',
        ['main-cluster-ca-cert', 'kafka-flink-job'],
      ],
      ['kafka-topics/KafkaUser.netflow-flink-job.yaml', 'spec.authentication', { type: 'tls' }],
      [...egressOf('normalizer-replay'), OF_STRIMZI],
      [
        'argocd/AppProject.netflow-production.yaml',
        'spec.destinations[].namespace',
        ['kafka', 'netflow', 'netflow-flink'],
      ],
      ['argocd/AppProject.netflow-production.yaml', 'spec.clusterResourceWhitelist[].kind', ['Namespace']],
    ],
  },
  'spot-pool': {
    environment: 'compact',
    asked: [
      [COLLECTOR, `${COLLECTOR_POD}.nodeSelector`, { pool: 'spot' }],
      [
        'normalizer/Deployment.normalizer.yaml',
        `${COLLECTOR_POD}.tolerations`,
        [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
      ],
      ['kafka/StatefulSet.kafka.yaml', `${COLLECTOR_POD}.nodeSelector`, { pool: 'stable' }],
      ['kafka/StatefulSet.kafka.yaml', `${COLLECTOR_POD}.tolerations`, undefined],
      ['goflow2/PodDisruptionBudget.goflow2.yaml', 'spec.maxUnavailable', 1],
    ],
  },
};

/** An object that is there already; in a folder of Argo CD's own, which is no Application's. */
function existing(of: string): Manifest {
  const [, kind = '', namespace, name = ''] = /^(\w+) (?:(.+)\/)?(.+)$/.exec(of) ?? [];
  const metadata = { name, ...(namespace !== undefined && { namespace }) };
  return { path: `argocd/${kind}.${name}.yaml`, object: { apiVersion: 'v1', kind, metadata } };
}

/** Kinds that the API server knows only by definitions, which test/checks/fields.ts has. */
const CUSTOM =
  /^(argoproj\.io|cert-manager\.io|kafka\.strimzi\.io|monitoring\.coreos\.com|flinkoperator\.k8s\.io)\//;

describe.each(Object.entries(SITES))('%s', (name, { environment, there = [], elsewhere = {}, asked }) => {
  const made = site(environment, `test/sites/${name}.yaml`);
  const all = [...made, ...there.map(existing)];

  test.each(Object.entries(checks))('%s', (of, check) => {
    const problems = check(all);
    // A reason that is not needed any more goes.
    if (of in elsewhere) expect(problems).not.toEqual([]);
    else expect(problems).toEqual([]);
  });

  test('the API server takes it all', () => {
    const invalid = made
      .filter(({ object }) => !CUSTOM.test(object.apiVersion))
      .flatMap(({ path, object }) => validate(object).map((problem) => `${path}: ${problem}`));
    expect(invalid).toEqual([]);
  });

  test('a project that follows git lets Argo CD delete all of it', () => {
    const kinds = made
      .filter(({ path }) => !/^(argocd|applications)\//.test(path))
      .map(({ object: { apiVersion, kind } }) => `${/(.*)\//.exec(apiVersion)?.[1] ?? ''}/${kind}`);
    const makeable = (['cluster', 'namespaced'] as const)
      .flatMap(makeableKinds)
      .map(({ group, kind }) => `${group}/${kind}`);
    expect(makeable).toEqual(expect.arrayContaining(kinds));
  });

  test.each(asked)('%s: %s', (file, path, says) => {
    const values = every(objectOf(made, file), path).map(({ value }) => value);
    const found = path.includes('[]') ? values : values[0];
    const isMap = says !== undefined && Object.getPrototypeOf(says) === Object.prototype;
    expect(found).toEqual(isMap ? expect.objectContaining(says as object) : says);
  });
});
