/** Every object of dist/ passes every check of test/checks/, and each check finds what it is there to find. */
import { checks } from './checks';
import { EXTERNAL, exists } from './checks/existing';
import type { Manifest } from './checks/objects';
import { environments, manifests } from './manifests';

type Path = readonly (string | number)[];
type Change = (all: Manifest[]) => Manifest[];

/** The value at a path of a file's object is another one; `undefined` removes it. */
function set(file: string, path: Path, value: unknown): Change {
  return (all) => {
    const found = all.find((manifest) => manifest.path === file);
    if (found === undefined) throw new Error(`there is no ${file} to break`);
    const last = path.at(-1) ?? '';
    let at = found.object as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as typeof at;
    if (value === undefined) Reflect.deleteProperty(at, last);
    else at[last] = value;
    return all;
  };
}

/** A file is not there. */
function without(...files: readonly string[]): Change {
  return (all) => {
    for (const file of files) {
      if (!all.some(({ path }) => path === file)) throw new Error(`there is no ${file} to remove`);
    }
    return all.filter(({ path }) => !files.includes(path));
  };
}

/** An object is there once more, under another file's name. */
function copied(file: string, to: string): Change {
  return (all) => [
    ...all,
    ...all.filter(({ path }) => path === file).map(({ object }) => ({ path: to, object })),
  ];
}

/** What the check finds in an environment after the changes; each object is a copy of its own. */
function found(check: keyof typeof checks, environment: string, changes: readonly Change[]): string[] {
  const copies = JSON.parse(JSON.stringify(manifests(environment))) as Manifest[];
  return checks[check](changes.reduce((all, change) => change(all), copies));
}

const COLLECTOR = 'goflow2/Deployment.goflow2.yaml';
const COLLECTOR_POD = ['spec', 'template', 'spec'];
const COLLECTOR_CONTAINER = [...COLLECTOR_POD, 'containers', 0];
const COLLECTOR_SERVICE = 'goflow2/Service.goflow2.yaml';
const KAFKA = 'kafka/StatefulSet.kafka.yaml';
const KAFKA_SERVICE = 'kafka/Service.kafka-service.yaml';
const FLINK = 'normalizer/FlinkCluster.netflow-normalizer.yaml';
const OPERATOR = 'flink-operator/Deployment.flink-operator-controller-manager.yaml';
const CERTIFICATE = 'flink-operator/Certificate.flink-operator-serving-cert.yaml';
const WEBHOOK =
  'flink-operator/ValidatingWebhookConfiguration.flink-operator-validating-webhook-configuration.yaml';
const ROLE_BINDING = 'flink-operator/RoleBinding.flink-operator-leader-election-rolebinding.yaml';
const DEFINITION = 'flink-operator/CustomResourceDefinition.flinkclusters.flinkoperator.k8s.io.yaml';
const REGISTRY = 'registry/Deployment.registry.yaml';
const INGRESS = 'registry/Ingress.registry.yaml';
const TOPICS = 'kafka-topics/ConfigMap.kafka-topics.yaml';

/** The file of a folder's Application. */
function application(environment: string, folder: string): string {
  return `applications/Application.netflow-${environment}-${folder}.yaml`;
}

const NAME = 'app.kubernetes.io/name';
const WAVE = ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave'];

/** What is broken, in which environment, how, and what the check says of it. */
type Row = readonly [
  what: string,
  environment: string,
  changes: readonly Change[],
  problems: readonly string[],
];

const BROKEN: Readonly<Record<keyof typeof checks, readonly Row[]>> = {
  fields: [
    [
      'a misspelt field of a pod',
      'reference',
      [set(COLLECTOR, [...COLLECTOR_CONTAINER, 'readynessProbe'], {})],
      [`${COLLECTOR}: spec.template.spec.containers.0: unknown field readynessProbe`],
    ],
    [
      'a field one level too high',
      'reference',
      [set(KAFKA_SERVICE, ['spec', 'targetPort'], 9092)],
      [`${KAFKA_SERVICE}: spec: unknown field targetPort`],
    ],
    [
      'a missing field',
      'reference',
      [set(KAFKA, ['spec', 'selector'], undefined)],
      [`${KAFKA}: spec: must have required property 'selector'`],
    ],
    [
      'a number as text',
      'reference',
      [set(KAFKA, ['spec', 'replicas'], '1')],
      [`${KAFKA}: spec.replicas: must be number`],
    ],
    [
      'an unknown field of a ConfigMap',
      'production',
      [set(TOPICS, ['spec'], {})],
      [`${TOPICS}: the object: unknown field spec`],
    ],
    [
      'an unknown field of a FlinkCluster',
      'reference',
      [set(FLINK, ['spec', 'taskManager', 'replica'], 2)],
      [`${FLINK}: spec.taskManager: unknown field replica`],
    ],
    [
      'an unknown field of a schema in a CustomResourceDefinition',
      'reference',
      [set(DEFINITION, ['spec', 'versions', 0, 'schema', 'openAPIV3Schema', 'require'], ['spec'])],
      [`${DEFINITION}: spec.versions.0.schema.openAPIV3Schema: unknown field require`],
    ],
    [
      'an unknown field of a Certificate',
      'reference',
      [set(CERTIFICATE, ['spec', 'dnsName'], 'a')],
      [`${CERTIFICATE}: spec: unknown field dnsName`],
    ],
    [
      'an unknown field of an Application',
      'reference',
      [set('applications/Application.cert-manager.yaml', ['spec', 'syncPolicy', 'automatic'], {})],
      ['applications/Application.cert-manager.yaml: spec.syncPolicy: unknown field automatic'],
    ],
    [
      'metadata that only the API server writes',
      'reference',
      [set(CERTIFICATE, ['metadata', 'uid'], 'a')],
      [`${CERTIFICATE}: metadata: unknown field uid`],
    ],
    [
      'a kind without a definition',
      'reference',
      [set(FLINK, ['apiVersion'], 'flinkoperator.k8s.io/v1')],
      [`${FLINK}: kind: flinkoperator.k8s.io/v1 FlinkCluster is no kind that is known here`],
    ],
  ],
  names: [
    [
      'a name in capitals',
      'reference',
      [set(TOPICS, ['metadata', 'name'], 'Topics')],
      [`${TOPICS}: metadata.name: Topics is no DNS subdomain, which a ConfigMap needs`],
    ],
    [
      'a Service that begins with a digit',
      'reference',
      [set(KAFKA_SERVICE, ['metadata', 'name'], '1kafka')],
      [`${KAFKA_SERVICE}: metadata.name: 1kafka is no DNS label, which a Service needs`],
    ],
    [
      'a StatefulSet whose pods could not be labelled with their names',
      'reference',
      [set(KAFKA, ['metadata', 'name'], 'k'.repeat(53))],
      [`${KAFKA}: metadata.name: 53 characters, of which a StatefulSet may have 52`],
    ],
    [
      'a label that is too long',
      'reference',
      [set(TOPICS, ['metadata', 'labels', 'version'], 'v'.repeat(64))],
      [`${TOPICS}: metadata.labels: version: ${'v'.repeat(64)} is no label's value`],
    ],
    [
      'a label with two slashes',
      'reference',
      [set(TOPICS, ['metadata', 'labels', 'example.org/a/b'], '')],
      [`${TOPICS}: metadata.labels: example.org/a/b is no label's name`],
    ],
    [
      "a label of a pod's with a space",
      'reference',
      [set(COLLECTOR, ['spec', 'template', 'metadata', 'labels', 'team'], 'net ops')],
      [`${COLLECTOR}: labels of spec.template.spec: team: net ops is no label's value`],
    ],
    [
      'an annotation in an impossible domain',
      'reference',
      [set(TOPICS, ['metadata', 'annotations'], { 'Example.org/a': '' })],
      [`${TOPICS}: metadata.annotations: Example.org/a is no annotation's name`],
    ],
    [
      'annotations that are too long',
      'reference',
      [set(TOPICS, ['metadata', 'annotations'], { a: 'ä'.repeat(131_072) })],
      [`${TOPICS}: metadata.annotations: 262145 bytes, of which there may be 262144`],
    ],
    [
      'a container with an underscore',
      'reference',
      [set(COLLECTOR, [...COLLECTOR_CONTAINER, 'name'], 'go_flow')],
      [`${COLLECTOR}: spec.template.spec.containers[0].name: go_flow is no DNS label`],
    ],
    [
      'no namespace',
      'reference',
      [set(KAFKA, ['metadata', 'namespace'], undefined)],
      [`${KAFKA}: metadata.namespace: a StatefulSet without a namespace`],
    ],
    [
      'a namespace in which nothing is',
      'reference',
      [set(WEBHOOK, ['metadata', 'namespace'], 'netflow')],
      [`${WEBHOOK}: metadata.namespace: a ValidatingWebhookConfiguration is in no namespace`],
    ],
  ],
  duplicates: [
    [
      'an object in two folders',
      'reference',
      [copied(KAFKA_SERVICE, 'zookeeper/Service.kafka-service.yaml')],
      [`zookeeper/Service.kafka-service.yaml: the object: is also in ${KAFKA_SERVICE}`],
    ],
    [
      'a variable twice',
      'reference',
      [
        set(
          COLLECTOR,
          [...COLLECTOR_CONTAINER, 'env'],
          [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        ),
      ],
      [
        `${COLLECTOR}: spec.template.spec.containers[0].env[1]: A is also spec.template.spec.containers[0].env[0]`,
      ],
    ],
    [
      'a port of a Service twice, of which one has no protocol',
      'reference',
      [set(KAFKA_SERVICE, ['spec', 'ports', 1], { name: 'again', port: 9092, protocol: 'TCP' })],
      [`${KAFKA_SERVICE}: spec.ports[1]: TCP 9092 is also spec.ports[0]`],
    ],
    [
      'two mounts at one place',
      'reference',
      [set(KAFKA, [...COLLECTOR_CONTAINER, 'volumeMounts', 3, 'mountPath'], '/run/kafka')],
      [
        `${KAFKA}: spec.template.spec.containers[0].volumeMounts[3]: /run/kafka is also spec.template.spec.containers[0].volumeMounts[2]`,
      ],
    ],
  ],
  selectors: [
    [
      'a Service that selects nothing',
      'reference',
      [set(KAFKA_SERVICE, ['spec', 'selector'], { [NAME]: 'kafka', app: 'kafka' })],
      [`${KAFKA_SERVICE}: spec.selector: no pod in namespace netflow has ${NAME}=kafka,app=kafka`],
    ],
    [
      'a Service in another namespace than its pods',
      'reference',
      [
        set(KAFKA_SERVICE, ['metadata', 'namespace'], 'netflow-flink'),
        set(KAFKA_SERVICE, ['spec', 'selector'], { [NAME]: 'kafka' }),
      ],
      [`${KAFKA_SERVICE}: spec.selector: no pod in namespace netflow-flink has ${NAME}=kafka`],
    ],
    [
      'a workload that does not select its own pods',
      'reference',
      [set(COLLECTOR, ['spec', 'selector', 'matchLabels'], { app: 'goflow2' })],
      [`${COLLECTOR}: spec.selector.matchLabels: the template lacks app=goflow2`],
    ],
    [
      'a workload that selects the pods of others',
      'reference',
      [set(REGISTRY, ['spec', 'selector', 'matchLabels'], { [NAME]: 'registry' })],
      [
        `${REGISTRY}: spec.selector.matchLabels: selects the pods of registry/CronJob.registry-garbage-collection.yaml too`,
      ],
    ],
    [
      'a disruption budget of no pods',
      'production',
      [set('kafka/PodDisruptionBudget.kafka.yaml', ['spec', 'selector', 'matchLabels'], { app: 'kafka' })],
      [
        'kafka/PodDisruptionBudget.kafka.yaml: spec.selector.matchLabels: no pod in namespace netflow has app=kafka',
      ],
    ],
    [
      'pods that may only be beside pods that there are none of',
      'reference',
      [
        set(
          'registry/CronJob.registry-garbage-collection.yaml',
          [
            ...['spec', 'jobTemplate', 'spec', 'template', 'spec', 'affinity', 'podAffinity'],
            ...['requiredDuringSchedulingIgnoredDuringExecution', 0, 'labelSelector', 'matchLabels'],
          ],
          { app: 'registry' },
        ),
      ],
      [
        'registry/CronJob.registry-garbage-collection.yaml: spec.jobTemplate.spec.template.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels: no pod in namespace netflow has app=registry',
      ],
    ],
  ],
  ports: [
    [
      'a target port by a name that no container has',
      'reference',
      [set(COLLECTOR_SERVICE, ['spec', 'ports', 0, 'targetPort'], 'ipfix')],
      [`${COLLECTOR_SERVICE}: spec.ports[0]: ${COLLECTOR} has no UDP port ipfix`],
    ],
    [
      'a port without a target that no container has',
      'reference',
      [set(KAFKA_SERVICE, ['spec', 'ports', 0, 'port'], 9093)],
      [`${KAFKA_SERVICE}: spec.ports[0]: ${KAFKA} has no TCP port 9093`],
    ],
    [
      'a port of the other protocol',
      'reference',
      [set(COLLECTOR_SERVICE, ['spec', 'ports', 0, 'protocol'], 'TCP')],
      [`${COLLECTOR_SERVICE}: spec.ports[0]: ${COLLECTOR} has no TCP port netflow`],
    ],
    [
      'a Service that sends to pods of a job too',
      'reference',
      [set('registry/Service.registry.yaml', ['spec', 'selector'], { [NAME]: 'registry' })],
      [
        'registry/Service.registry.yaml: spec.ports[0]: registry/CronJob.registry-garbage-collection.yaml has no TCP port 5000',
      ],
    ],
    [
      'a probe of a port that the container does not have',
      'reference',
      [set(COLLECTOR, [...COLLECTOR_CONTAINER, 'readinessProbe', 'httpGet', 'port'], 'metrics')],
      [
        `${COLLECTOR}: spec.template.spec.containers[0].readinessProbe.httpGet.port: the container has no port metrics`,
      ],
    ],
    [
      'an Ingress to a Service that is not there',
      'production',
      [set(INGRESS, ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'], 'docker')],
      [
        `${INGRESS}: spec.rules[0].http.paths[0].backend.service: there is no Service docker in namespace netflow`,
      ],
    ],
    [
      'an Ingress to a port that the Service does not have',
      'production',
      [set(INGRESS, ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port'], { number: 443 })],
      [
        `${INGRESS}: spec.rules[0].http.paths[0].backend.service: Service registry in namespace netflow has no port 443`,
      ],
    ],
    [
      'a webhook behind a Service that is not there',
      'reference',
      [without('flink-operator/Service.flink-operator-webhook-service.yaml')],
      ['Mutating', 'Validating'].map(
        (kind) =>
          `flink-operator/${kind}WebhookConfiguration.flink-operator-${kind.toLowerCase()}-webhook-configuration.yaml: webhooks[0].clientConfig.service: there is no Service flink-operator-webhook-service in namespace flink-operator-system`,
      ),
    ],
    [
      "a port that the Flink operator's Service does not have",
      'reference',
      [
        set(WEBHOOK, ['webhooks', 0, 'clientConfig', 'service'], {
          name: 'netflow-normalizer-jobmanager',
          namespace: 'netflow-flink',
          port: 80,
        }),
      ],
      [
        `${WEBHOOK}: webhooks[0].clientConfig.service: Service netflow-normalizer-jobmanager in namespace netflow-flink has no port 80`,
      ],
    ],
  ],
  references: [
    [
      'a ConfigMap',
      'reference',
      [without('goflow2/ConfigMap.goflow2.yaml')],
      [
        `${COLLECTOR}: spec.template.spec.volumes[0].configMap.name: there is no ConfigMap goflow2 in namespace netflow`,
      ],
    ],
    [
      'a key of a ConfigMap',
      'reference',
      [
        set(
          COLLECTOR,
          [...COLLECTOR_POD, 'volumes', 0, 'configMap', 'items'],
          [{ key: 'map.yaml', path: 'm' }],
        ),
      ],
      [
        `${COLLECTOR}: spec.template.spec.volumes[0].configMap.items[0].key: ConfigMap goflow2 has no map.yaml`,
      ],
    ],
    [
      'a Secret that no Certificate makes any more',
      'reference',
      [without(CERTIFICATE)],
      [
        `${OPERATOR}: spec.template.spec.volumes[0].secret.secretName: there is no Secret webhook-server-cert in namespace flink-operator-system`,
        ...['Mutating', 'Validating'].map(
          (kind) =>
            `flink-operator/${kind}WebhookConfiguration.flink-operator-${kind.toLowerCase()}-webhook-configuration.yaml: metadata.annotations.cert-manager.io/inject-ca-from: there is no Certificate flink-operator-serving-cert in namespace flink-operator-system`,
        ),
      ],
    ],
    [
      'a Secret of a variable',
      'reference',
      [
        set(
          COLLECTOR,
          [...COLLECTOR_CONTAINER, 'env'],
          [
            { name: 'A', valueFrom: { secretKeyRef: { name: 'kafka-password', key: 'a' } } },
            { name: 'B', valueFrom: { secretKeyRef: { name: 'kafka-user', key: 'a', optional: true } } },
          ],
        ),
      ],
      [
        `${COLLECTOR}: spec.template.spec.containers[0].env[0].valueFrom.secretKeyRef.name: there is no Secret kafka-password in namespace netflow`,
      ],
    ],
    [
      'a Secret to pull with',
      'reference',
      [set(FLINK, ['spec', 'image', 'pullSecrets'], [{ name: 'docker-hub' }])],
      [`${FLINK}: spec.image.pullSecrets[0].name: there is no Secret docker-hub in namespace netflow-flink`],
    ],
    [
      'an external Secret in the wrong namespace',
      'production',
      [set(REGISTRY, ['metadata', 'namespace'], 'argocd')],
      [
        `${REGISTRY}: spec.template.spec.volumes[0].configMap.name: there is no ConfigMap registry in namespace argocd`,
        `${REGISTRY}: spec.template.spec.volumes[2].secret.secretName: there is no Secret registry-tls in namespace argocd`,
        `${REGISTRY}: spec.template.spec.volumes[3].secret.secretName: there is no Secret registry-htpasswd in namespace argocd`,
        `${REGISTRY}: spec.template.spec.volumes[1].persistentVolumeClaim.claimName: there is no PersistentVolumeClaim registry in namespace argocd`,
      ],
    ],
    [
      'a claim',
      'reference',
      [set(FLINK, ['spec', 'taskManager', 'volumes', 0, 'persistentVolumeClaim', 'claimName'], 'state')],
      [
        `${FLINK}: spec.taskManager.volumes[0].persistentVolumeClaim.claimName: there is no PersistentVolumeClaim state in namespace netflow-flink`,
      ],
    ],
    [
      'an account of a Deployment',
      'reference',
      [set(OPERATOR, [...COLLECTOR_POD, 'serviceAccountName'], 'operator')],
      [
        `${OPERATOR}: spec.template.spec.serviceAccountName: there is no ServiceAccount operator in namespace flink-operator-system`,
      ],
    ],
    [
      'an account of a Flink cluster',
      'reference',
      [without('flink-sample/ServiceAccount.flinkjobcluster-sample.yaml')],
      [
        'flink-sample/FlinkCluster.flinkjobcluster-sample.yaml: spec.serviceAccountName: there is no ServiceAccount flinkjobcluster-sample in namespace netflow-flink',
      ],
    ],
    [
      'the subject of a RoleBinding',
      'reference',
      [set(ROLE_BINDING, ['subjects', 0, 'namespace'], 'netflow')],
      [
        `${ROLE_BINDING}: subjects[0].name: there is no ServiceAccount flink-operator-controller-manager in namespace netflow`,
      ],
    ],
    [
      'the role of a RoleBinding',
      'reference',
      [set(ROLE_BINDING, ['roleRef', 'kind'], 'ClusterRole')],
      [`${ROLE_BINDING}: roleRef.name: there is no ClusterRole flink-operator-leader-election-role`],
    ],
    [
      'an Issuer',
      'reference',
      [set(CERTIFICATE, ['spec', 'issuerRef', 'kind'], 'ClusterIssuer')],
      [`${CERTIFICATE}: spec.issuerRef.name: there is no ClusterIssuer flink-operator-selfsigned-issuer`],
    ],
    [
      "the Secret of an Issuer's authority",
      'production',
      [set('registry/Issuer.registry-ca.yaml', ['spec', 'ca', 'secretName'], 'ca')],
      ['registry/Issuer.registry-ca.yaml: spec.ca.secretName: there is no Secret ca in namespace netflow'],
    ],
    [
      'the Service that a Certificate is for',
      'reference',
      [set(CERTIFICATE, ['spec', 'dnsNames'], ['webhook.flink-operator-system.svc', 'flink.example.org'])],
      [`${CERTIFICATE}: spec.dnsNames[0]: there is no Service webhook in namespace flink-operator-system`],
    ],
    [
      'the Secret of an Ingress',
      'production',
      [set(INGRESS, ['spec', 'tls', 0, 'secretName'], 'tls')],
      [`${INGRESS}: spec.tls[0].secretName: there is no Secret tls in namespace netflow`],
    ],
    [
      'a namespace',
      'reference',
      [set(TOPICS, ['metadata', 'namespace'], 'kafka')],
      [
        'kafka-topics/Job.kafka-topics.yaml: spec.template.spec.volumes[0].configMap.name: there is no ConfigMap kafka-topics in namespace netflow',
        `${TOPICS}: metadata.namespace: there is no Namespace kafka`,
      ],
    ],
    [
      'a namespace that Argo CD was to make',
      'reference',
      [set('applications/Application.cert-manager.yaml', ['spec', 'syncPolicy', 'syncOptions'], [])],
      [
        'applications/Application.cert-manager.yaml: spec.destination.namespace: there is no Namespace cert-manager',
      ],
    ],
    [
      'the Service of a StatefulSet',
      'reference',
      [without('zookeeper/Service.zookeeper-headless.yaml')],
      [
        'zookeeper/StatefulSet.zookeeper.yaml: spec.serviceName: there is no Service zookeeper-headless in namespace netflow',
      ],
    ],
    [
      'the headless Service of a StatefulSet',
      'reference',
      [set(KAFKA, ['spec', 'serviceName'], 'kafka-service')],
      [`${KAFKA}: spec.serviceName: ${KAFKA_SERVICE} is not headless (clusterIP: None)`],
    ],
  ],
  volumes: [
    [
      'a mount without a volume',
      'reference',
      [set(COLLECTOR, [...COLLECTOR_CONTAINER, 'volumeMounts', 1], { name: 'tmp', mountPath: '/tmp' })],
      [`${COLLECTOR}: spec.template.spec.containers[0].volumeMounts[1].name: the pod has no volume tmp`],
    ],
    [
      'a mount whose claim template is called otherwise',
      'reference',
      [set(KAFKA, ['spec', 'volumeClaimTemplates', 0, 'metadata', 'name'], 'storage')],
      [
        `${KAFKA}: spec.template.spec.containers[0].volumeMounts[1].name: the pod has no volume data`,
        `${KAFKA}: spec.template.spec: no container mounts the volume storage`,
      ],
    ],
    [
      "a volume of a Flink cluster's that nothing mounts",
      'reference',
      [set(FLINK, ['spec', 'taskManager', 'volumeMounts'], undefined)],
      [`${FLINK}: spec.taskManager: no container mounts the volume state`],
    ],
  ],
  topics: [
    [
      "GoFlow2's",
      'reference',
      [set(COLLECTOR, [...COLLECTOR_CONTAINER, 'args', 0], '-transport.kafka.topic=netflow')],
      [`${COLLECTOR}: spec.template.spec.containers[0].args[0]: the topic netflow is not declared`],
    ],
    [
      "the normaliser's",
      'production',
      [
        set(
          COLLECTOR,
          [...COLLECTOR_CONTAINER, 'env'],
          [
            { name: 'NORMALIZER_INPUT_TOPIC', value: 'flows' },
            { name: 'NORMALIZER_REJECTED_TOPIC', value: 'rejected' },
            { name: 'NORMALIZER_CONSUMER_GROUP', value: 'normalizer' },
          ],
        ),
      ],
      [`${COLLECTOR}: spec.template.spec.containers[0].env[1].value: the topic rejected is not declared`],
    ],
    [
      "the Flink job's",
      'reference',
      [
        set(
          FLINK,
          ['spec', 'job', 'args'],
          ['kafka-service.netflow.svc:9092', 'flows', 'out', '--rejected-topic', 'no'],
        ),
      ],
      [
        `${FLINK}: spec.job.args[2]: the topic out is not declared`,
        `${FLINK}: spec.job.args[4]: the topic no is not declared`,
      ],
    ],
    [
      'more replicas than there are brokers',
      'reference',
      [
        set(KAFKA, ['spec', 'replicas'], 2),
        set(TOPICS, ['data', 'topics'], 'flows 3 3\nnetflow-output 3 2\nflows-rejected 1 1\n'),
      ],
      [`${TOPICS}: data.topics: flows has 3 replicas on 2 brokers`],
    ],
  ],
  addresses: [
    [
      'a Service that is not there',
      'reference',
      [
        set(
          COLLECTOR,
          [...COLLECTOR_CONTAINER, 'args', 0],
          '-transport.kafka.brokers=kafka-service:9092,kafka:9092',
        ),
      ],
      [
        `${COLLECTOR}: spec.template.spec.containers[0].args[0]: there is no Service kafka in namespace netflow`,
      ],
    ],
    [
      'another port',
      'reference',
      [set(FLINK, ['spec', 'job', 'args', 0], 'kafka-service.netflow.svc:9093')],
      [`${FLINK}: spec.job.args[0]: Service kafka-service in namespace netflow has no port 9093`],
    ],
    [
      'a short address in another namespace than the Service',
      'reference',
      [set(FLINK, ['spec', 'job', 'args', 0], 'kafka-service:9092')],
      [`${FLINK}: spec.job.args[0]: there is no Service kafka-service in namespace netflow-flink`],
    ],
    [
      'an address in a configuration file',
      'reference',
      [without('zookeeper/Service.zookeeper-headless.yaml')],
      [
        'kafka/ConfigMap.kafka-broker.yaml: data.server.properties: there is no Service zookeeper-headless in namespace netflow',
      ],
    ],
  ],
  applications: [
    [
      'an Application of a folder that is not there',
      'reference',
      [set(application('reference', 'goflow2'), ['spec', 'source', 'path'], 'dist/reference/collector')],
      [
        `${application('reference', 'goflow2')}: spec.source.path: there is no folder dist/reference/collector`,
        'goflow2: the folder: has no Application',
      ],
    ],
    [
      'a folder without an Application',
      'reference',
      [without(application('reference', 'kafka'))],
      ['kafka: the folder: has no Application'],
    ],
    [
      'a folder with two Applications',
      'reference',
      [set(application('reference', 'goflow2'), ['spec', 'source', 'path'], 'dist/reference/kafka')],
      [
        'goflow2: the folder: has no Application',
        `kafka: the folder: has 2 Applications: ${application('reference', 'goflow2')}, ${application('reference', 'kafka')}`,
      ],
    ],
    [
      'a project that is not there',
      'reference',
      [set(application('reference', 'kafka'), ['spec', 'project'], 'netflow')],
      [`${application('reference', 'kafka')}: spec.project: there is no AppProject netflow`],
    ],
    [
      'a project that does not allow what is synced',
      'reference',
      [
        set('argocd/AppProject.netflow-reference.yaml', ['spec', 'clusterResourceWhitelist'], []),
        set('argocd/AppProject.netflow-reference.yaml', ['spec', 'sourceRepos', 1], undefined),
        set(application('reference', 'goflow2'), ['spec', 'destination', 'namespace'], 'default'),
      ],
      [
        `applications/Application.cert-manager.yaml: spec.source.repoURL: AppProject netflow-reference does not allow https://charts.jetstack.io`,
        ...[
          'rbac.authorization.k8s.io/v1 ClusterRole',
          'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
          'apiextensions.k8s.io/v1 CustomResourceDefinition',
          'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration',
          'v1 Namespace',
          'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
        ].map(
          (kind) =>
            `${application('reference', 'flink-operator')}: spec.project: AppProject netflow-reference does not allow ${kind}`,
        ),
        `${application('reference', 'goflow2')}: spec.project: AppProject netflow-reference does not allow the namespace default`,
        `${application('reference', 'namespaces')}: spec.project: AppProject netflow-reference does not allow v1 Namespace`,
      ],
    ],
  ],
  waves: [
    [
      'a wave that is no number',
      'reference',
      [set(application('reference', 'namespaces'), WAVE, 'first')],
      [`${application('reference', 'namespaces')}: argocd.argoproj.io/sync-wave: first is no whole number`],
    ],
    [
      'the topics with the brokers',
      'reference',
      [set(application('reference', 'kafka-topics'), WAVE, '4')],
      [
        `${application('reference', 'kafka-topics')}: argocd.argoproj.io/sync-wave: wave 4 is not after wave 4 of ${application('reference', 'kafka')}, which has Service kafka-service`,
      ],
    ],
    [
      'the collector with the topics',
      'reference',
      [set(application('reference', 'goflow2'), WAVE, '5')],
      [
        `${application('reference', 'goflow2')}: argocd.argoproj.io/sync-wave: wave 5 is not after wave 6 of ${application('reference', 'kafka-topics')}, which has the topic flows`,
      ],
    ],
    [
      'the Flink cluster with its operator',
      'reference',
      [set(application('reference', 'flink-sample'), WAVE, '2')],
      [
        `${application('reference', 'flink-sample')}: argocd.argoproj.io/sync-wave: wave 2 is not after wave 2 of ${application('reference', 'flink-operator')}, which has the definition of FlinkCluster`,
      ],
    ],
    [
      'the operator with cert-manager, and the registry with its namespace',
      'reference',
      [
        set(application('reference', 'flink-operator'), WAVE, '1'),
        set(application('reference', 'namespaces'), WAVE, '2'),
      ],
      [
        `${application('reference', 'registry')}: argocd.argoproj.io/sync-wave: wave 2 is not after wave 2 of ${application('reference', 'namespaces')}, which has Namespace netflow`,
        `${application('reference', 'flink-operator')}: argocd.argoproj.io/sync-wave: wave 1 is not after wave 1 of applications/Application.cert-manager.yaml, which has the definition of Certificate`,
        `${application('reference', 'flink-operator')}: argocd.argoproj.io/sync-wave: wave 1 is not after wave 1 of applications/Application.cert-manager.yaml, which has the definition of Issuer`,
      ],
    ],
  ],
};

// The first look at the types of Kubernetes takes seconds.

describe.each(environments())('%s', (environment) => {
  test.each(Object.entries(checks))('%s', (_, check) => {
    expect(check(manifests(environment))).toEqual([]);
  });
});

describe.each(Object.entries(BROKEN))('%s finds', (check, rows) => {
  test.each(rows)('%s (%s)', (_, environment, changes, problems) => {
    expect(found(check as keyof typeof checks, environment, changes)).toEqual(problems);
  });
});

test('environments without Applications of folders pass', () => {
  const files = manifests('reference')
    .filter(({ object: { kind } }) => kind === 'Application' || kind === 'AppProject')
    .map(({ path }) => path);
  expect(found('applications', 'reference', [without(...files)])).toEqual([]);
});

test.each(EXTERNAL)('$kind $name is external, and needed', ({ kind, name, namespace }) => {
  const all = environments().map((environment) => manifests(environment));
  const text = JSON.stringify(all);
  expect(text).toContain(`"${name}"`);
  for (const made of all) {
    expect(made.some(({ object: { kind: its, metadata } }) => its === kind && metadata.name === name)).toBe(
      false,
    );
    expect(exists(made, kind, namespace, name)).toBe(true);
  }
});
