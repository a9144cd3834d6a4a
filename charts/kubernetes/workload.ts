/**
 * The workloads: what a chart says of its pods and what the site says of them (values `pods` and
 * `<workload>.pod`), put together in one place for all of them.
 */
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Image } from '../values/kubernetes';
import type { PodValues } from '../values/pod';
import type { Values } from '../values/schema';
import { pullSecrets } from './image';
import { labels, selectorLabels, workloadLabels, type Component } from './labels';
import { restrictedPod } from './pod';
import { sitePod, withSitePod, type PodTemplate } from './site-pod';

/** What a chart says of a workload. */
export interface WorkloadProps {
  readonly name: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  readonly component: Component;
  /** What the site says of its pods: the member `pod` of the workload's section. */
  readonly pod: PodValues;
  /** What of that, and of `pods`, does not apply to it. @default nothing */
  readonly notOfTheSite?: readonly (keyof PodValues)[];
  /** Of the workload itself. @default none */
  readonly annotations?: Record<string, string>;
  /** Of its pods. @default none */
  readonly podAnnotations?: Record<string, string>;
  /** The user and group that the containers run as: any number but 0. */
  readonly user: number;
  /** The images of the containers; the first one's tag is the workload's version. */
  readonly images: readonly [Image, ...Image[]];
  /** The main container first: it gets the site's variables and mounts. */
  readonly containers: k8s.Container[];
  /** @default none */
  readonly volumes?: k8s.Volume[];
  /** What else its pods need, such as an affinity. @default nothing */
  readonly podSpec?: Partial<k8s.PodSpec>;
}

/** Pods that are alike. */
export function deployment(
  scope: Construct,
  values: Values,
  props: WorkloadProps & { readonly spec: Pick<k8s.DeploymentSpec, 'replicas' | 'strategy'> },
): void {
  const spec = { ...props.spec, ...selected(values, props) };
  add(scope, values, props, k8s.KubeDeployment.manifest({ metadata: metadata(props), spec }));
}

/** Pods with a name each, and volumes of their own. */
export function statefulSet(
  scope: Construct,
  values: Values,
  props: WorkloadProps & { readonly spec: Omit<k8s.StatefulSetSpec, 'selector' | 'template'> },
): void {
  const spec = { ...props.spec, ...selected(values, props) };
  add(scope, values, props, k8s.KubeStatefulSet.manifest({ metadata: metadata(props), spec }));
}

/** A pod that ends, and so has no sidecars of the site: they would keep it from ending. */
export function job(
  scope: Construct,
  values: Values,
  props: WorkloadProps & { readonly spec: Omit<k8s.JobSpec, 'template'> },
): void {
  const spec = { ...props.spec, template: template(values, props) };
  add(scope, values, ending(props), k8s.KubeJob.manifest({ metadata: metadata(props), spec }));
}

/** A run that a broken control plane has missed is caught up within ten minutes; of the runs, the last of each kind stay. */
const KEPT_AND_MISSED = {
  startingDeadlineSeconds: 600,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
};

/** A job by the clock. */
export function cronJob(
  scope: Construct,
  values: Values,
  props: WorkloadProps & {
    readonly spec: Omit<k8s.CronJobSpec, 'jobTemplate'>;
    readonly jobSpec: Omit<k8s.JobSpec, 'template'>;
  },
): void {
  const jobTemplate = { spec: { ...props.jobSpec, template: template(values, props) } };
  const spec = { ...KEPT_AND_MISSED, ...props.spec, jobTemplate };
  add(scope, values, ending(props), k8s.KubeCronJob.manifest({ metadata: metadata(props), spec }));
}

function ending<Props extends WorkloadProps>(props: Props): Props {
  return { ...props, notOfTheSite: ['sidecars', ...(props.notOfTheSite ?? [])] };
}

function metadata({ name, namespace, annotations, component, images: [main] }: WorkloadProps) {
  return {
    name,
    labels: workloadLabels(component, main.tag),
    ...(namespace !== undefined && { namespace }),
    ...(annotations !== undefined && { annotations }),
  };
}

function selected(values: Values, props: WorkloadProps) {
  return { selector: { matchLabels: selectorLabels(props.component) }, template: template(values, props) };
}

/** The pods as the chart wants them. */
function template(
  { registry }: Values,
  { component, containers, images, podAnnotations = {}, podSpec, user, volumes = [] }: WorkloadProps,
): k8s.PodTemplateSpec {
  return {
    metadata: {
      labels: labels(component),
      ...(Object.keys(podAnnotations).length > 0 && { annotations: podAnnotations }),
    },
    spec: {
      ...restrictedPod(user),
      ...pullSecrets(registry, ...images),
      ...podSpec,
      containers,
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

/** A manifest of one of the four kinds, in the API's own form. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: {
    template: PodTemplate;
    readonly jobTemplate?: { readonly spec: { template: PodTemplate } };
  };
}

/** Adds the object with what the site says of its pods, and the account that it asks for. */
function add(scope: Construct, values: Values, props: WorkloadProps, made: unknown): void {
  const { component, name, namespace, notOfTheSite = [] } = props;
  const all = Object.entries(sitePod(values, props.pod));
  const site: PodValues = Object.fromEntries(all.filter(([key]) => !notOfTheSite.includes(key as never)));
  const manifest = made as Manifest;
  const holder = manifest.spec.jobTemplate?.spec ?? manifest.spec;
  holder.template = withSitePod(holder.template, site, component, name);
  new ApiObject(scope, name, manifest);
  const { serviceAccount } = site;
  if (serviceAccount === undefined || serviceAccount.create === false) return;
  const account = serviceAccount.name ?? name;
  // Workloads of one section share an account that has a name.
  if (scope.node.tryFindChild(`account-${account}`) !== undefined) return;
  new k8s.KubeServiceAccount(scope, `account-${account}`, {
    metadata: {
      name: account,
      labels: labels(component),
      ...(namespace !== undefined && { namespace }),
      ...(serviceAccount.annotations && { annotations: serviceAccount.annotations }),
    },
    automountServiceAccountToken: false,
  });
}
