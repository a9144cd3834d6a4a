/** Argo CD's own objects of one environment: a project, an Application per folder, and the root that makes them all. */
import { type App, type Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { addCertManager } from '../cert-manager';
import { ApplicationChart } from '../kubernetes/application-chart';
import { COMMON_LABELS } from '../kubernetes/labels';
import type { Values } from '../values/schema';
import { addApplication } from './application';
import { HEALTH_CHECKS } from './health/checks';
import { addProject } from './project';

/** The folder of the root Application, and so of all of these objects. */
const FOLDER = 'argocd';

/** cert-manager's cainjector writes the certificate authorities into the webhook configurations. */
const INJECTED = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
  group: 'admissionregistration.k8s.io',
  kind,
  jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
}));

export class ArgoCd extends ApplicationChart {
  /** @param app holds the charts of all Applications already */
  constructor(app: App, environment: string, values: Values) {
    const charts = app.charts.filter((chart) => chart.apiObjects.length > 0);
    super(app, FOLDER, { namespace: values.argocd.namespace });
    const project = `netflow-${environment}`;
    addProject(this, project, charts, values);
    for (const chart of [this, ...charts]) this.folder(chart, project, environment, values);
    if (values.certManager.install) addCertManager(this, project, values);
    if (values.argocd.ownConfigMap) {
      new k8s.KubeConfigMap(this, 'health-checks', {
        // Argo CD reads no ConfigMap without this label.
        metadata: { name: 'argocd-cm', labels: { ...COMMON_LABELS, 'app.kubernetes.io/part-of': 'argocd' } },
        data: HEALTH_CHECKS,
      });
    }
  }

  /** The Application of one folder, which for these objects' own is the root. */
  private folder(chart: Chart, project: string, environment: string, { argocd, namespace }: Values): void {
    const { id } = chart.node;
    const injected = chart.apiObjects.some(({ kind }) => INJECTED.some((item) => item.kind === kind));
    addApplication(this, argocd, {
      id,
      name: chart === this ? project : `${project}-${id}`,
      project,
      source: {
        repoURL: argocd.repoUrl,
        targetRevision: argocd.revision,
        path: `${argocd.path}/${environment}/${id}`,
      },
      // Every object names its namespace, but the project refuses an Application that names none.
      namespace: chart.namespace ?? namespace.name,
      // Two Applications that claim one object would undo each other's work.
      syncPolicy: { syncOptions: ['FailOnSharedResource=true'] },
      ...(injected && { ignoreDifferences: INJECTED }),
      ordered: chart !== this,
    });
  }
}
