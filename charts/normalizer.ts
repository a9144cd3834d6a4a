/** The normaliser as a Deployment: the kafkajs engine, scaled by replicas of one consumer group. */
import { writeIntervals, type NormalizerEnvironment } from '#normalizer/configuration';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import {
  bootstrapServers,
  caFile,
  clientAnnotations,
  clientMounts,
  clientVolumes,
  credentialsFolder,
} from './kafka/client';
import { ApplicationChart } from './kubernetes/application-chart';
import { imageReference } from './kubernetes/image';
import { disruptionBudget, spreadOverNodes } from './kubernetes/availability';
import { resourceRequirements, restrictedContainer, scratch } from './kubernetes/pod';
import { scrapeAnnotations } from './kubernetes/scrape';
import { deployment } from './kubernetes/workload';
import { scaledObject } from './normalizer-autoscaling';
import { replayJob } from './normalizer-replay';
import type { Values } from './values/schema';

const NORMALIZER = { name: 'normalizer', component: 'engine' };
/** The image's user. */
export const USER = 10001;
const HTTP_PORT = 8080;

export class Normalizer extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'normalizer', { namespace: values.namespace.name });
    const { images, normalizer, registry } = values;
    const { autoscaling, replicas } = normalizer;
    if ((autoscaling?.maxReplicas ?? replicas) > 1) disruptionBudget(this, NORMALIZER);
    if (autoscaling !== undefined) scaledObject(this, values, { name: 'normalizer', component: NORMALIZER });
    const http = k8s.IntOrString.fromString('http');
    deployment(this, values, {
      name: 'normalizer',
      component: NORMALIZER,
      pod: normalizer.pod,
      podAnnotations: { ...scrapeAnnotations(values, HTTP_PORT), ...clientAnnotations(values) },
      user: USER,
      images: [images.normalizer],
      podSpec: { affinity: spreadOverNodes(NORMALIZER) },
      containers: [
        {
          name: 'normalizer',
          image: imageReference(images.normalizer, registry.endpoint),
          ...restrictedContainer,
          args: ['kafka'],
          env: Object.entries(environment(values)).map(([name, value]) => ({ name, value })),
          ports: [{ name: 'http', containerPort: HTTP_PORT }],
          // A large batch on a slow machine may keep the process from answering for a while.
          livenessProbe: {
            httpGet: { path: '/healthz', port: http },
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 6,
          },
          readinessProbe: { httpGet: { path: '/readyz', port: http }, periodSeconds: 5, timeoutSeconds: 5 },
          resources: resourceRequirements(normalizer.resources),
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...clientMounts(values)],
        },
      ],
      volumes: [scratch('tmp', '16Mi'), ...clientVolumes(values, 'normalizer')],
      // KEDA's number is not git's, or Argo CD would set it back.
      spec: autoscaling === undefined ? { replicas } : {},
    });
    replayJob(this, values, { user: USER, environment: environment(values) });
  }
}

/** The configuration of the engine, and of a replay; a variable that the normaliser doesn't know doesn't compile. */
export function environment(values: Values) {
  const { normalizer, topics } = values;
  return {
    NORMALIZER_KAFKA_BROKERS: bootstrapServers(values),
    ...security(values),
    NORMALIZER_INPUT_TOPIC: topics.flows.name,
    NORMALIZER_OUTPUT_TOPIC: topics.output.name,
    NORMALIZER_REJECTED_TOPIC: topics.rejected.name,
    NORMALIZER_CONSUMER_GROUP: normalizer.consumerGroup,
    NORMALIZER_ENCODING: normalizer.encoding,
    NORMALIZER_TIME_UNIT: normalizer.timeUnit,
    ...unlessDefault(values),
    NORMALIZER_HTTP_PORT: String(HTTP_PORT),
    NORMALIZER_LOG_LEVEL: normalizer.logLevel,
  } satisfies NormalizerEnvironment;
}

/** What is told only where the site says something. */
function unlessDefault({ normalizer }: Values): Record<string, string> {
  const { defaultSamplingInterval, deliveryGuarantee, extensions, notIp, transactionTimeoutSeconds } =
    normalizer;
  const samplingIntervals = writeIntervals(normalizer.samplingIntervals);
  return {
    ...(defaultSamplingInterval !== undefined && {
      NORMALIZER_DEFAULT_SAMPLING_INTERVAL: String(defaultSamplingInterval),
    }),
    ...(samplingIntervals !== undefined && { NORMALIZER_SAMPLING_INTERVALS: samplingIntervals }),
    ...(extensions && { NORMALIZER_EXTENSIONS: 'true' as const }),
    ...(notIp !== 'reject' && { NORMALIZER_NOT_IP: notIp }),
    ...(deliveryGuarantee === 'exactly-once' && {
      NORMALIZER_DELIVERY_GUARANTEE: deliveryGuarantee,
      NORMALIZER_TRANSACTION_TIMEOUT_SECONDS: String(transactionTimeoutSeconds),
    }),
  } satisfies Partial<NormalizerEnvironment>;
}

/** How the engine and the brokers know one another; nothing where nobody asks. */
function security(values: Values): Record<string, string> {
  const { protocol, saslMechanism } = values.kafka.security;
  const [ca, credentials] = [caFile(values), credentialsFolder(values)];
  return {
    NORMALIZER_KAFKA_SECURITY_PROTOCOL: protocol,
    ...(saslMechanism !== undefined && { NORMALIZER_KAFKA_SASL_MECHANISM: saslMechanism }),
    ...(ca !== undefined && { NORMALIZER_KAFKA_CA_FILE: ca }),
    ...(credentials !== undefined && { NORMALIZER_KAFKA_CREDENTIALS_FOLDER: credentials }),
  } satisfies Partial<NormalizerEnvironment>;
}
