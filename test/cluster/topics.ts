/** What is in the cluster's topics, asked of the broker's own tools in its pod. */
import type { Kubectl } from './machine/kubectl';

/** A record, as the tools tell it. */
export interface Record {
  readonly headers: string;
  readonly value: string;
}

/** Records of a topic from its beginning, so many of them; fails when there are fewer within a minute. */
export async function read(
  kubectl: Kubectl,
  topic: string,
  count: number,
  namespace = 'netflow',
): Promise<Record[]> {
  const options = ['--max-messages', String(count), '--timeout-ms', '60000'];
  const printed = await consume(kubectl, namespace, topic, [...options, '--property', 'print.headers=true']);
  return printed
    .trim()
    .split('\n')
    .map((line) => {
      const [headers = '', ...value] = line.split('\t');
      return { headers, value: value.join('\t') };
    });
}

/** What a filter of the shell makes of all values of a topic; for more of them than a test should read. */
export async function filtered(kubectl: Kubectl, topic: string, filter: string): Promise<string[]> {
  const all = String(await count(kubectl, topic));
  const printed = await consume(kubectl, 'netflow', topic, ['--max-messages', all], ` | ${filter}`);
  return printed.trim().split('\n');
}

/** How many records a topic has had, over all partitions. */
export async function count(kubectl: Kubectl, topic: string): Promise<number> {
  const printed = await tool(kubectl, 'netflow', ['kafka-get-offsets.sh', '--topic', topic]);
  return printed
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.split(':').at(-1)), 0);
}

function consume(
  kubectl: Kubectl,
  namespace: string,
  topic: string,
  options: readonly string[],
  filter = '',
): Promise<string> {
  const consumer = ['kafka-console-consumer.sh', '--topic', topic, '--from-beginning', ...options];
  return tool(kubectl, namespace, consumer, filter);
}

/** @param command without where the brokers are @param filter what its output goes through, in the pod */
function tool(kubectl: Kubectl, namespace: string, command: readonly string[], filter = ''): Promise<string> {
  const script = `"$@" --bootstrap-server kafka-service:9092${filter}`;
  const shell = ['exec', 'kafka-0', '--container', 'kafka', '--', 'bash', '-c', script, 'tool'];
  return kubectl.run('--namespace', namespace, ...shell, ...command);
}
