/** Whatever names a port, by name or number, names one that is there. */
import { servicePorts, type ServicePort } from './existing';
import { every, member, ofKind, problem, text, textMembers, type Found, type Manifest } from './objects';
import { matches, POD_NAME, pods, podsByName } from './pods';

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

const HANDLERS = [
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle.postStart',
  'lifecycle.preStop',
];

/** Ports of Services, probes, Ingresses and webhooks that are not there. */
export function ports(all: readonly Manifest[]): string[] {
  return [...services(all), ...probes(all), ...ingresses(all), ...webhooks(all)];
}

/** Every pod that a Service selects has the port: the Service sends to each of them. */
function services(all: readonly Manifest[]): string[] {
  const [there, named] = [pods(all), podsByName(all)];
  return ofKind(all, 'Service').flatMap(({ path: file, object: { metadata, spec } }) => {
    const wanted = textMembers(spec?.selector);
    if (Object.keys(wanted).length === 0) return [];
    const selected = (POD_NAME in wanted ? named : there).filter(
      ({ kind, namespace, labels }) =>
        // A Flink cluster's ports are the operator's.
        kind !== 'FlinkCluster' && namespace === metadata.namespace && matches(labels, wanted),
    );
    return selected.flatMap((pod) => {
      const offered = pod.containers.flatMap(({ value }) => portsOf(value));
      return every(spec, 'ports[]', 'spec').flatMap(({ path, value }) => {
        const target = member(value, 'targetPort') ?? member(value, 'port');
        const protocol = text(value, 'protocol') ?? 'TCP';
        return offered.some((port) => is(port, target) && (port.protocol ?? 'TCP') === protocol)
          ? []
          : [problem(file, path, `${pod.file} has no ${protocol} port ${String(target)}`)];
      });
    });
  });
}

function probes(all: readonly Manifest[]): string[] {
  return pods(all)
    .filter(({ kind }) => kind !== 'FlinkCluster')
    .flatMap(({ file, containers }) =>
      containers.flatMap(({ path, value }) =>
        HANDLERS.flatMap((handler) =>
          ['httpGet.port', 'tcpSocket.port', 'grpc.port'].flatMap((port) =>
            every(value, `${handler}.${port}`, path),
          ),
        )
          .filter((target) => !portsOf(value).some((port) => is(port, target.value)))
          .map((target) => problem(file, target.path, `the container has no port ${String(target.value)}`)),
      ),
    );
}

function ingresses(all: readonly Manifest[]): string[] {
  return ofKind(all, 'Ingress').flatMap(({ path: file, object }) =>
    ['spec.defaultBackend.service', 'spec.rules[].http.paths[].backend.service']
      .flatMap((pattern) => every(object, pattern))
      .flatMap((backend) => {
        const wanted = every(backend.value, 'port.name')[0] ?? every(backend.value, 'port.number')[0];
        return serviceProblem(all, file, backend, object.metadata.namespace, wanted?.value);
      }),
  );
}

function webhooks(all: readonly Manifest[]): string[] {
  const patterns: Readonly<Record<string, string>> = {
    MutatingWebhookConfiguration: 'webhooks[].clientConfig.service',
    ValidatingWebhookConfiguration: 'webhooks[].clientConfig.service',
    CustomResourceDefinition: 'spec.conversion.webhook.clientConfig.service',
  };
  return ofKind(all, ...Object.keys(patterns)).flatMap(({ path: file, object }) =>
    every(object, patterns[object.kind] ?? '').flatMap((service) =>
      serviceProblem(
        all,
        file,
        service,
        text(service.value, 'namespace'),
        member(service.value, 'port') ?? 443,
      ),
    ),
  );
}

function serviceProblem(
  all: readonly Manifest[],
  file: string,
  { path, value }: Found,
  namespace: string | undefined,
  wanted: unknown,
): string[] {
  const name = text(value, 'name') ?? '';
  const offered = servicePorts(all, namespace, name);
  const called = `Service ${name} in namespace ${namespace ?? 'none'}`;
  if (offered === undefined) return [problem(file, path, `there is no ${called}`)];
  if (offered.some((port: ServicePort) => port.name === wanted || port.port === wanted)) return [];
  return [problem(file, path, `${called} has no port ${String(wanted)}`)];
}

function portsOf(container: unknown): readonly ContainerPort[] {
  return every(container, 'ports[]').map(({ value }) => value as ContainerPort);
}

function is({ name, containerPort }: ContainerPort, target: unknown): boolean {
  return typeof target === 'number' ? containerPort === target : name === target;
}
