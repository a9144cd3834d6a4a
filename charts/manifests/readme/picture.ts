/**
 * The environment as a Mermaid flowchart, made from its objects: workloads by namespace, the ways in, who names
 * whose Service in its settings, and whose admission webhook looks at what.
 */
import type { Exposure } from './exposure';
import { groupBy } from './markdown';
import { ofKind, selects, type Labels, type Written } from './objects';
import { topicsOf } from './topics';
import type { Workload } from './workloads';
import type { Manifest } from '../write';

interface Webhooks extends Written {
  readonly webhooks: readonly {
    readonly clientConfig: { readonly service: { readonly name: string; readonly namespace: string } };
    readonly rules: readonly { readonly resources: readonly string[] }[];
  }[];
}

/** The lines of the flowchart, with the fence. */
export function picture(
  objects: readonly Manifest[],
  workloads: readonly Workload[],
  exposures: readonly Exposure[],
): string {
  const lines = [
    ...(exposures.length > 0 ? ['outside(["outside the cluster"])'] : []),
    ...[...groupBy(workloads, ({ namespace }) => namespace)].flatMap(([namespace, here]) => [
      `subgraph ${id('namespace', namespace)}["${namespace}"]`,
      ...here.map((workload) => `  ${node(workload, objects)}`),
      'end',
    ]),
    ...exposures.flatMap(({ at, workload }) =>
      workload === undefined ? [] : [`outside -- "${at}" --> ${idOf(workload)}`],
    ),
    ...workloads.flatMap((from) =>
      workloads
        .filter((to) => to !== from && names(from, to, objects))
        .map((to) => `${idOf(from)} --> ${idOf(to)}`),
    ),
    ...admissions(objects, workloads),
  ];
  return ['```mermaid', 'flowchart LR', ...lines.map((line) => `  ${line}`), '```'].join('\n');
}

const id = (...parts: readonly string[]) => parts.join('_').replace(/[^A-Za-z0-9]/g, '_');
const idOf = ({ kind, namespace, name }: Workload) => id(kind, namespace, name);

/** Kafka's topics stand where the brokers are; brokers of others are not in the picture. */
function node(workload: Workload, objects: readonly Manifest[]): string {
  const { kind, name, pods } = workload;
  const count = pods.map((alike) => alike.count).join(' + ');
  const holdsTopics = workload.labels['app.kubernetes.io/component'] === 'broker';
  const topics = holdsTopics ? topicsOf(objects).map((topic) => topic.name) : [];
  const text = [`<b>${name}</b>`, `${kind} × ${count}`, ...topics].join('<br/>');
  return workload.always ? `${idOf(workload)}["${text}"]` : `${idOf(workload)}(["${text}"])`;
}

/** Whether a workload, or a ConfigMap that it mounts, has the DNS name of a Service of the other. */
function names(from: Workload, to: Workload, objects: readonly Manifest[]): boolean {
  const text = JSON.stringify([from.object, ...configuration(from, objects)]);
  return servicesOf(to, objects).some(({ metadata }) =>
    text.includes(`${metadata.name}.${to.namespace}.svc`),
  );
}

function configuration(of: Workload, objects: readonly Manifest[]): Written[] {
  const text = JSON.stringify(of.object);
  return ofKind(objects, 'ConfigMap').filter(
    ({ metadata }) =>
      metadata.namespace === of.namespace && text.includes(`"configMap":{"name":"${metadata.name}"`),
  );
}

function servicesOf({ labels, namespace }: Workload, objects: readonly Manifest[]) {
  return ofKind<{ selector?: Labels }>(objects, 'Service').filter(
    ({ metadata, spec }) => metadata.namespace === namespace && selects(spec.selector ?? {}, labels),
  );
}

function admissions(objects: readonly Manifest[], workloads: readonly Workload[]): string[] {
  return (ofKind(objects, 'ValidatingWebhookConfiguration') as unknown as Webhooks[]).flatMap(
    ({ webhooks }) =>
      webhooks.flatMap(({ clientConfig: { service }, rules }) => {
        const admitted = rules.flatMap(({ resources }) => resources);
        const from = workloads.filter((one) =>
          servicesOf(one, objects).some(
            ({ metadata }) => metadata.name === service.name && metadata.namespace === service.namespace,
          ),
        );
        const to = workloads.filter(({ kind }) => admitted.includes(`${kind.toLowerCase()}s`));
        return from.flatMap((one) => to.map((other) => `${idOf(one)} -. "runs" .-> ${idOf(other)}`));
      }),
  );
}
