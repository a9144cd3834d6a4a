/**
 * What is reachable from outside the cluster: Services with a port of the nodes or a load balancer, Ingresses, and pods
 * with ports of their node.
 */
import { selects, ofKind, type Labels, type Written } from './objects';
import { sourcesOf } from './reach';
import type { Workload } from './workloads';
import type { Manifest } from '../write';

/** One way in. */
export interface Exposure {
  /** The pods behind it; none, if no workload of the environment is. */
  readonly workload?: Workload;
  /** Such as `UDP 31000 of every node`. */
  readonly at: string;
  /** The port of the pods, such as `9995/UDP`. */
  readonly port: string;
  /** Who may, in words. */
  readonly allowed: readonly string[];
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly nodePort?: number;
  readonly targetPort?: number | string;
}

interface ServiceSpec {
  readonly type?: string;
  readonly selector?: Labels;
  readonly ports: readonly ServicePort[];
  readonly loadBalancerSourceRanges?: readonly string[];
}

interface IngressSpec {
  readonly rules: readonly {
    readonly host?: string;
    readonly http: {
      readonly paths: readonly {
        readonly path?: string;
        readonly backend: {
          readonly service: {
            readonly name: string;
            readonly port: { readonly name?: string; readonly number?: number };
          };
        };
      }[];
    };
  }[];
}

/** The ways into the environment, in the order of its objects. */
export function exposuresOf(objects: readonly Manifest[], workloads: readonly Workload[]): Exposure[] {
  const services = ofKind<ServiceSpec>(objects, 'Service');
  return [
    ...services.flatMap((service) =>
      service.spec.ports.flatMap((port) => {
        const at = placeOf(service.spec, port);
        return at === undefined ? [] : [exposure(at, service, port, objects, workloads)];
      }),
    ),
    ...ofKind<IngressSpec>(objects, 'Ingress').flatMap(({ metadata, spec }) =>
      spec.rules.flatMap(({ host = 'any host', http }) =>
        http.paths.flatMap(({ path = '/', backend: { service: wanted } }) => {
          const service = services.find(
            (one) => one.metadata.name === wanted.name && one.metadata.namespace === metadata.namespace,
          );
          const port = service?.spec.ports.find(
            ({ name, port: number }) => number === wanted.port.number || name === wanted.port.name,
          );
          const at = `Ingress ${host}${path}`;
          return service === undefined || port === undefined
            ? [{ at, port: '', allowed: [] }]
            : [exposure(at, service, port, objects, workloads)];
        }),
      ),
    ),
    ...workloads.flatMap((workload) => ofTheNode(workload, objects)),
  ];
}

/** No NetworkPolicy holds for a pod that has its node's network. */
const EVERYBODY = "everybody whom the node's firewall lets in";

function ofTheNode(workload: Workload, objects: readonly Manifest[]): Exposure[] {
  return workload.pods.flatMap(({ containers, hostNetwork }) =>
    containers.flatMap(({ ports = [] }) =>
      ports.flatMap(({ containerPort, hostPort, protocol = 'TCP' }): Exposure[] => {
        const number = hostNetwork ? containerPort : hostPort;
        if (number === undefined) return [];
        const allowed = hostNetwork ? [EVERYBODY] : sourcesOf(objects, workload, containerPort, protocol);
        return [
          {
            workload,
            at: `${protocol} ${number} of its node`,
            port: `${containerPort}/${protocol}`,
            allowed,
          },
        ];
      }),
    ),
  );
}

function placeOf(
  { type }: ServiceSpec,
  { nodePort, port, protocol = 'TCP' }: ServicePort,
): string | undefined {
  if (type === 'NodePort') return `${protocol} ${nodePort ?? 'any free port'} of every node`;
  return type === 'LoadBalancer' ? `${protocol} ${port} of a load balancer` : undefined;
}

function exposure(
  at: string,
  { metadata, spec }: Written<ServiceSpec>,
  { port, protocol = 'TCP', targetPort = port }: ServicePort,
  objects: readonly Manifest[],
  workloads: readonly Workload[],
): Exposure {
  const workload = workloads.find(
    ({ labels, namespace }) => namespace === metadata.namespace && selects(spec.selector ?? {}, labels),
  );
  const number = typeof targetPort === 'number' ? targetPort : portOf(workload, targetPort);
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const byPolicy = workload === undefined ? [] : sourcesOf(objects, workload, number, protocol);
  return {
    at,
    port: `${number ?? targetPort}/${protocol}`,
    allowed: ranges.length > 0 ? ranges.map((range) => `addresses ${range}`) : byPolicy,
    ...(workload && { workload }),
  };
}

function portOf(workload: Workload | undefined, wanted: string): number | undefined {
  return workload?.pods
    .flatMap(({ containers }) => containers.flatMap(({ ports = [] }) => ports))
    .find(({ name }) => name === wanted)?.containerPort;
}
