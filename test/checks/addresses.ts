/** Addresses in arguments, variables and configuration files are those of Services that are there. */
import { servicePorts } from './existing';
import { every, ofKind, problem, textMembers, texts, type Found, type Manifest } from './objects';
import { pods } from './pods';

/** An address of a Service, where it is used. */
export interface Address {
  readonly file: string;
  readonly path: string;
  readonly service: string;
  readonly namespace: string | undefined;
  readonly port: number | undefined;
}

/** `kafka-0.kafka-headless.netflow.svc:9092`, whatever is before and after it. */
const QUALIFIED = /([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.svc\b(?:\.cluster\.local)?(?::(\d+))?/g;

/** `kafka-service:9092`, as a whole text, after `=`, or in a list. */
const SHORT = /(?<=^|[=,])([a-z][a-z0-9-]*):(\d+)(?=,|$)/g;

/** Addresses of Services, or ports of Services, that are not there. */
export function addresses(all: readonly Manifest[]): string[] {
  return addressesIn(all).flatMap(({ file, path, service, namespace, port }) => {
    const offered = servicePorts(all, namespace, service);
    const called = `Service ${service} in namespace ${namespace ?? 'none'}`;
    if (offered === undefined) return [problem(file, path, `there is no ${called}`)];
    return port === undefined || offered.some((candidate) => candidate.port === port)
      ? []
      : [problem(file, path, `${called} has no port ${port}`)];
  });
}

/** Every address of a Service that the environment's objects hold. */
export function addressesIn(all: readonly Manifest[]): Address[] {
  const inPods = pods(all).flatMap(({ file, namespace, containers }) =>
    containers.flatMap(({ path, value }) =>
      ['command[]', 'args[]', 'env[].value']
        .flatMap((pattern) => every(value, pattern, path))
        .flatMap((found) => read({ ...found, value: String(found.value) }, file, namespace)),
    ),
  );
  const inFlinkClusters = ofKind(all, 'FlinkCluster').flatMap(({ path, object }) =>
    texts(object, 'spec.envVars[].value').flatMap((found) => read(found, path, object.metadata.namespace)),
  );
  const inConfigMaps = ofKind(all, 'ConfigMap').flatMap(({ path, object: { data } }) =>
    Object.entries(textMembers(data)).flatMap(([key, value]) =>
      qualified({ path: `data.${key}`, value }, path),
    ),
  );
  return [...inPods, ...inFlinkClusters, ...inConfigMaps];
}

function read(found: Found<string>, file: string, namespace: string | undefined): Address[] {
  const short = [...found.value.matchAll(SHORT)].map(([, service = '', port]) => ({
    file,
    path: found.path,
    service,
    namespace,
    port: Number(port),
  }));
  return [...qualified(found, file), ...short];
}

function qualified({ path, value }: Found<string>, file: string): Address[] {
  return [...value.matchAll(QUALIFIED)].map(([, service = '', namespace, port]) => ({
    file,
    path,
    service,
    namespace,
    port: port === undefined ? undefined : Number(port),
  }));
}
