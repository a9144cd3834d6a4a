/** The operator's Deployment, with its metrics as asked: none, plain, or behind a proxy that checks who reads. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { imageReference } from '../kubernetes/image';
import { selectorLabels } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import { service } from '../kubernetes/service';
import { deployment } from '../kubernetes/workload';
import type { FlinkOperatorValues } from '../values/flink-operator';
import type { Values } from '../values/schema';
import { NAMES, OPERATOR, PORTS } from './names';
import { operatorAccount } from './rbac';

/** The user `nonroot` of the image's distroless base. */
const USER = 65532;

const PROXY_RESOURCES = {
  requests: { cpu: '5m', memory: '64Mi' },
  limits: { cpu: '500m', memory: '128Mi' },
};

/** The Deployment, and the Service of its metrics. */
export function operatorController(scope: Construct, values: Values): void {
  const { flinkOperator, images } = values;
  const { namespace, metrics } = flinkOperator;
  const protectedMetrics = metrics === 'protected';
  if (metrics !== 'none') metricsService(scope, flinkOperator, metrics);
  deployment(scope, values, {
    name: NAMES.controller,
    namespace,
    component: OPERATOR,
    pod: flinkOperator.pod,
    user: USER,
    images: [images.flinkOperator, ...(protectedMetrics ? [images.kubeRbacProxy] : [])],
    podSpec: {
      automountServiceAccountToken: true,
      serviceAccountName: operatorAccount(values).name,
      // The image exists for this architecture only.
      nodeSelector: { 'kubernetes.io/arch': 'amd64' },
      terminationGracePeriodSeconds: 10,
    },
    containers: [manager(values), ...(protectedMetrics ? [proxy(values)] : [])],
    // The pod waits for this Secret until cert-manager has made it.
    volumes: [{ name: 'cert', secret: { secretName: NAMES.certificateSecret } }],
    spec: { replicas: 1 },
  });
}

function manager({ flinkOperator, images, registry }: Values): k8s.Container {
  const { metrics, watchNamespace, resources } = flinkOperator;
  // The binary has no health endpoint; that it takes webhook calls is what the cluster needs of it.
  const tcpSocket = { port: k8s.IntOrString.fromString('webhook-server') };
  return {
    name: 'manager',
    image: imageReference(images.flinkOperator, registry.endpoint),
    ...restrictedContainer,
    command: ['/flink-operator'],
    args: [
      `--metrics-addr=${metrics === 'plain' ? '' : '127.0.0.1'}:${PORTS.metrics}`,
      '--enable-leader-election',
      '--zap-devel=false',
      ...(watchNamespace === undefined ? [] : [`--watch-namespace=${watchNamespace}`]),
    ],
    ports: [
      { name: 'webhook-server', containerPort: PORTS.webhook },
      ...(metrics === 'plain' ? [{ name: 'metrics', containerPort: PORTS.metrics }] : []),
    ],
    livenessProbe: { tcpSocket, initialDelaySeconds: 15, periodSeconds: 20 },
    readinessProbe: { tcpSocket, periodSeconds: 10 },
    resources: resourceRequirements(resources),
    volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
  };
}

function proxy({ images, registry }: Values): k8s.Container {
  return {
    name: 'kube-rbac-proxy',
    image: imageReference(images.kubeRbacProxy, registry.endpoint),
    ...restrictedContainer,
    args: [
      `--secure-listen-address=0.0.0.0:${PORTS.protectedMetrics}`,
      `--upstream=http://127.0.0.1:${PORTS.metrics}/`,
      '--v=0',
    ],
    ports: [{ name: 'metrics', containerPort: PORTS.protectedMetrics }],
    resources: resourceRequirements(PROXY_RESOURCES),
  };
}

function metricsService(
  scope: Construct,
  { namespace, service: site }: FlinkOperatorValues,
  metrics: 'plain' | 'protected',
): void {
  const [scheme, port] =
    metrics === 'plain' ? (['http', PORTS.metrics] as const) : (['https', PORTS.protectedMetrics] as const);
  service(scope, 'metrics', {
    name: NAMES.metricsService,
    namespace,
    component: OPERATOR,
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/scheme': scheme,
      'prometheus.io/port': String(port),
    },
    site,
    spec: {
      selector: selectorLabels(OPERATOR),
      ports: [{ name: scheme, port, targetPort: k8s.IntOrString.fromString('metrics') }],
    },
  });
}
