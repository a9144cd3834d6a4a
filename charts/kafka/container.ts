/** What all containers of the image apache/kafka share: brokers, ZooKeeper, the topics Job. */
import { k8s } from 'cdk8s-plus-27';

/** The image's user `appuser`, as a number. */
export const KAFKA_USER = 1000;

/**
 * The image leaves its scripts off the PATH; with this, `kafka-topics.sh` and the like run by name,
 * for the start scripts as for people who `kubectl exec` into the pod.
 */
const PATH =
  '/opt/kafka/bin:/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of every such container, and so of the tools that people run in it. */
export const KAFKA_ENVIRONMENT: k8s.EnvVar[] = [
  { name: 'PATH', value: PATH },
  // Kafka's scripts make this folder before anything else, by default on the read-only root.
  { name: 'LOG_DIR', value: '/run/kafka/logs' },
];

/** How long a JVM keeps a name's address: its own 30 seconds would outlast the restart of the pod with that name. */
const DNS_CACHE = '-Dsun.net.inetaddr.ttl=5 -Dsun.net.inetaddr.negative.ttl=0';

/**
 * Shell lines that set up a server's JVM: half of the memory limit as heap (the page cache needs the rest),
 * addresses forgotten soon, logs to the container's output. In the server's start script and not in the container's environment,
 * because a tool that someone runs beside it must not take as much, nor log into its own output.
 * @param configuration the folder that holds `log4j.properties`
 */
export function serverJvm(configuration: string): string {
  return `export KAFKA_HEAP_OPTS="-XX:InitialRAMPercentage=50 -XX:MaxRAMPercentage=50"
export KAFKA_OPTS="${DNS_CACHE}"
export KAFKA_LOG4J_OPTS="-Dlog4j.configuration=file:${configuration}/log4j.properties"
`;
}

/** Logs to the container's output, where Kubernetes collects them (reload4j syntax). */
export const LOG4J_PROPERTIES = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d{ISO8601} %p %c{1} %m%n
`;
