/** The topics that programs read and write are declared: no broker makes them by itself. */
import { find, member, ofKind, problem, texts, type Found, type Manifest } from './objects';
import { pods } from './pods';

/** The ConfigMap that declares the topics, a line each: name, partitions, replicas and configuration. */
const DECLARATION = 'kafka-topics';

/** The flag of GoFlow2 that names its topic. */
const GOFLOW2_FLAG = '-transport.kafka.topic=';

/** The variables of the normaliser that name a topic. */
const NORMALIZER_VARIABLE = /^NORMALIZER_\w+_TOPIC$/;

/** The normaliser as a Flink job: brokers, input and output come first, then options. */
const NORMALIZER_JOB = 'org.netflowgitops.normalizer.NormalizerJob';

/** Topics in use that are not declared, and more replicas than there are brokers. */
export function topics(all: readonly Manifest[]): string[] {
  const declarations = ofKind(all, 'ConfigMap').filter(({ object }) => object.metadata.name === DECLARATION);
  const lines = declarations.flatMap(({ path, object }) =>
    (object.data?.topics ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ path, namespace: object.metadata.namespace, fields: line.split(' ') })),
  );
  const declared = new Set(lines.map(({ fields: [name] }) => name));
  return [
    ...topicsIn(all)
      .filter(({ value }) => !declared.has(value))
      .map(({ file, path, value }) => problem(file, path, `the topic ${value} is not declared`)),
    ...lines.flatMap(({ path, namespace, fields: [name = '', , replicas] }) => {
      const brokers = find(all, 'StatefulSet', namespace, 'kafka')?.object.spec?.replicas;
      return typeof brokers === 'number' && Number(replicas) > brokers
        ? [problem(path, 'data.topics', `${name} has ${String(replicas)} replicas on ${brokers} brokers`)]
        : [];
    }),
  ];
}

type Use = Found<string> & { readonly file: string };

/** Every topic that a program is told to read or write. */
export function topicsIn(all: readonly Manifest[]): Use[] {
  return [...ofContainers(all), ...ofFlinkJobs(all)];
}

function ofContainers(all: readonly Manifest[]): Use[] {
  return pods(all).flatMap(({ file, containers }) =>
    containers.flatMap(({ path, value: container }) => [
      ...texts(container, 'command[]', 'args[]')
        .filter(({ value }) => value.startsWith(GOFLOW2_FLAG))
        .map(({ path: at, value }) => ({
          file,
          path: `${path}.${at}`,
          value: value.slice(GOFLOW2_FLAG.length),
        })),
      ...variables(container)
        .filter(({ name }) => NORMALIZER_VARIABLE.test(name))
        .map(({ path: at, value }) => ({ file, path: `${path}.${at}`, value })),
    ]),
  );
}

function variables(container: unknown): (Found<string> & { readonly name: string })[] {
  const list = member(container, 'env');
  return texts(container, 'env[].value').map(({ path, value }) => {
    const index = Number(/\[(\d+)\]/.exec(path)?.[1]);
    return { path, value, name: String(member(Array.isArray(list) ? list[index] : undefined, 'name')) };
  });
}

function ofFlinkJobs(all: readonly Manifest[]): Use[] {
  return ofKind(all, 'FlinkCluster')
    .filter(({ object }) => member(object.spec?.job, 'className') === NORMALIZER_JOB)
    .flatMap(({ path: file, object }) => {
      const args = texts(object, 'spec.job.args[]');
      return args
        .filter((_, index) => index === 1 || index === 2 || args[index - 1]?.value === '--rejected-topic')
        .map((found) => ({ file, ...found }));
    });
}
