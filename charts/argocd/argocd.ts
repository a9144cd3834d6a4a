/**
 * Argo CD's own objects of one environment, in two folders: `argocd` is applied by hand, once, and holds the projects
 * and the root Application; `applications` holds an Application per folder, which the root makes in their order.
 */
import { type App, type Chart } from 'cdk8s';
import { addCertManager } from '../cert-manager';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Values } from '../values/schema';
import { applicationPrefix } from '../values/argocd';
import { addApplication } from './application';
import { addProjects, rootProject } from './project';

/** What is applied by hand. Applied with all the others in it, no Application would wait for another. */
export const ROOT_FOLDER = 'argocd';
const APPLICATIONS_FOLDER = 'applications';

/** cert-manager's cainjector writes the certificate authorities into the webhook configurations. */
const INJECTED = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'].map((kind) => ({
  group: 'admissionregistration.k8s.io',
  kind,
  jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
}));

/** Two Applications that claim one object would undo each other's work. */
const SYNC_POLICY = { syncOptions: ['FailOnSharedResource=true'] };

/** Adds both folders. @param app holds the charts of all Applications already */
export function addArgoCd(app: App, environment: string, values: Values): void {
  const charts = app.charts.filter((chart) => chart.apiObjects.length > 0);
  const prefix = applicationPrefix({ name: environment, values });
  new Root(app, prefix, environment, charts, values);
  new Applications(app, prefix, environment, charts, values);
}

/**
 * The projects, and the root Application. The root manages the Applications, and the projects if it may, but not
 * itself: its own health, the worst of all, would then be what every wave waits for.
 */
class Root extends ApplicationChart {
  constructor(app: App, prefix: string, environment: string, charts: readonly Chart[], values: Values) {
    const { argocd } = values;
    super(app, ROOT_FOLDER, { namespace: argocd.namespace });
    const made = argocd.project === undefined;
    if (made) addProjects(this, prefix, charts, values);
    addApplication(this, argocd, {
      id: ROOT_FOLDER,
      name: prefix,
      project: argocd.project ?? rootProject(prefix),
      source: {
        repoURL: argocd.repoUrl,
        targetRevision: argocd.revision,
        path: `${argocd.path}/${environment}`,
        directory: {
          recurse: true,
          include:
            argocd.syncProjects && made
              ? `{${APPLICATIONS_FOLDER}/*,${ROOT_FOLDER}/AppProject.*}`
              : `${APPLICATIONS_FOLDER}/*`,
        },
      },
      namespace: argocd.namespace,
      syncPolicy: SYNC_POLICY,
      root: true,
    });
  }
}

class Applications extends ApplicationChart {
  constructor(app: App, prefix: string, environment: string, charts: readonly Chart[], values: Values) {
    super(app, APPLICATIONS_FOLDER, { namespace: values.argocd.namespace });
    for (const chart of charts) this.folder(chart, prefix, environment, values);
    if (values.certManager.install) addCertManager(this, values.argocd.project ?? prefix, values);
  }

  /** The Application of one folder. */
  private folder(chart: Chart, prefix: string, environment: string, { argocd, namespace }: Values): void {
    const { id } = chart.node;
    const injected = chart.apiObjects.some(({ kind }) => INJECTED.some((item) => item.kind === kind));
    addApplication(this, argocd, {
      id,
      name: `${prefix}-${id}`,
      project: argocd.project ?? prefix,
      source: {
        repoURL: argocd.repoUrl,
        targetRevision: argocd.revision,
        path: `${argocd.path}/${environment}/${id}`,
      },
      // Every object names its namespace, but the project refuses an Application that names none.
      namespace: chart.namespace ?? namespace.name,
      syncPolicy: SYNC_POLICY,
      ...(injected && { ignoreDifferences: INJECTED }),
    });
  }
}
