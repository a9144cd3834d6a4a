/** The operator's two webhooks, the Service that the API server calls them at, and their certificate. */
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { serviceAddress } from '../kubernetes/address';
import { labels, selectorLabels } from '../kubernetes/labels';
import { service } from '../kubernetes/service';
import { SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
import type { FlinkOperatorValues } from '../values/flink-operator';
import type { Values } from '../values/schema';
import { GROUP, PLURAL, VERSION } from './crd/definition';
import { NAMES, OPERATOR } from './names';

/** Services, webhook configurations, issuer and certificate. */
export function operatorWebhooks(scope: Construct, { cluster, flinkOperator: values }: Values): void {
  const { namespace } = values;
  service(scope, 'webhook-service', {
    name: NAMES.webhookService,
    namespace,
    component: OPERATOR,
    site: values.service,
    spec: {
      selector: selectorLabels(OPERATOR),
      ports: [{ name: 'webhook', port: 443, targetPort: k8s.IntOrString.fromString('webhook-server') }],
    },
  });
  certificate(scope, namespace, cluster);
  const metadata = (name: string): k8s.ObjectMeta => ({
    name,
    labels: labels(OPERATOR),
    // cert-manager's cainjector writes the caBundle, which therefore is not in git.
    annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${NAMES.certificate}` },
  });
  new k8s.KubeMutatingWebhookConfiguration(scope, 'mutating', {
    metadata: metadata(NAMES.mutating),
    webhooks: [webhook('mutate', values)],
  });
  new k8s.KubeValidatingWebhookConfiguration(scope, 'validating', {
    metadata: metadata(NAMES.validating),
    webhooks: [webhook('validate', values)],
  });
}

function webhook(verb: 'mutate' | 'validate', { namespace, watchNamespace }: FlinkOperatorValues) {
  return {
    name: `${verb[0] ?? ''}flinkcluster.${GROUP}`,
    clientConfig: {
      service: {
        namespace,
        name: NAMES.webhookService,
        path: `/${verb}-${GROUP.replaceAll('.', '-')}-${VERSION}-flinkcluster`,
      },
    },
    rules: [
      { apiGroups: [GROUP], apiVersions: [VERSION], resources: [PLURAL], operations: ['CREATE', 'UPDATE'] },
    ],
    // Fail: a FlinkCluster that was stored without its defaults makes the controller panic, again and again.
    failurePolicy: 'Fail',
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...(watchNamespace !== undefined && {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': watchNamespace } },
    }),
  };
}

function certificate(scope: Construct, namespace: string, cluster: Values['cluster']): void {
  const metadata = (name: string) => ({
    name,
    namespace,
    labels: labels(OPERATOR),
    annotations: syncOptions(SKIP_DRY_RUN),
  });
  new ApiObject(scope, 'issuer', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: metadata(NAMES.issuer),
    spec: { selfSigned: {} },
  });
  new ApiObject(scope, 'certificate', {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: metadata(NAMES.certificate),
    spec: {
      secretName: NAMES.certificateSecret,
      dnsNames: [
        `${NAMES.webhookService}.${namespace}.svc`,
        serviceAddress(NAMES.webhookService, namespace, cluster),
      ],
      issuerRef: { kind: 'Issuer', name: NAMES.issuer },
    },
  });
}
