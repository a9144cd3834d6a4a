/** What is in the cluster's topics, asked of the broker's own tools in its pod. */
import type { Kubectl } from './machine/kubectl';

/** A record, as the tools tell it. */
export interface Record {
  readonly headers: string;
  readonly value: string;
}

const BOOTSTRAP = ['--bootstrap-server', 'kafka-service:9092'];

/** Records of a topic from its beginning, so many of them; fails when there are fewer within a minute. */
export async function read(
  kubectl: Kubectl,
  topic: string,
  count: number,
  namespace = 'netflow',
): Promise<Record[]> {
  const printed = await tool(kubectl, namespace, 'kafka-console-consumer.sh', [
    ...[...BOOTSTRAP, '--topic', topic, '--from-beginning', '--max-messages', String(count)],
    ...['--timeout-ms', '60000', '--property', 'print.headers=true'],
  ]);
  return printed
    .trim()
    .split('\n')
    .map((line) => {
      const [headers = '', ...value] = line.split('\t');
      return { headers, value: value.join('\t') };
    });
}

/** How many records a topic has had, over all partitions. */
export async function count(kubectl: Kubectl, topic: string): Promise<number> {
  const printed = await tool(kubectl, 'netflow', 'kafka-get-offsets.sh', [...BOOTSTRAP, '--topic', topic]);
  return printed
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.split(':').at(-1)), 0);
}

function tool(kubectl: Kubectl, namespace: string, script: string, args: readonly string[]): Promise<string> {
  const pod = ['kafka-0', '--container', 'kafka'];
  return kubectl.run('--namespace', namespace, 'exec', ...pod, '--', script, ...args);
}
