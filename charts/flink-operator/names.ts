/** The names and addresses of the operator's parts: as upstream's release has them, so that its documentation fits. */
import type { Component } from '../kubernetes/labels';

export const OPERATOR: Component = { name: 'flink-operator', component: 'controller-manager' };

const PREFIX = 'flink-operator';

export const NAMES = {
  controller: `${PREFIX}-controller-manager`,
  metricsService: `${PREFIX}-controller-manager-metrics-service`,
  webhookService: `${PREFIX}-webhook-service`,
  issuer: `${PREFIX}-selfsigned-issuer`,
  certificate: `${PREFIX}-serving-cert`,
  /** The Secret that cert-manager makes of the Certificate, and the controller mounts. */
  certificateSecret: 'webhook-server-cert',
  mutating: `${PREFIX}-mutating-webhook-configuration`,
  validating: `${PREFIX}-validating-webhook-configuration`,
  managerRole: `${PREFIX}-manager-role`,
  managerBinding: `${PREFIX}-manager-rolebinding`,
  leaderElectionRole: `${PREFIX}-leader-election-role`,
  leaderElectionBinding: `${PREFIX}-leader-election-rolebinding`,
  metricsReader: `${PREFIX}-metrics-reader`,
  proxyRole: `${PREFIX}-proxy-role`,
  proxyBinding: `${PREFIX}-proxy-rolebinding`,
};

export const PORTS = { webhook: 9443, metrics: 8080, protectedMetrics: 8443 };
