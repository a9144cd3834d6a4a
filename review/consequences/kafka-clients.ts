/** The clients of Kafka: which brokers they begin with, and how they say who they are. */
import { assignments, at, inline, items, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';
import { settings } from './settings';

export const kafkaClients: Rule = ({ kind, before, after }) => {
  const [from, to] = [clientOf(before), clientOf(after)];
  return from && to ? [...elsewhere(from, to, kind === 'FlinkCluster'), ...otherwise(from, to)] : [];
};

interface Client {
  readonly brokers: readonly string[];
  /** Kafka's `security.protocol`. */
  readonly protocol: string;
  readonly mechanism?: string;
  /** It goes on where it was. */
  readonly reads: boolean;
}

function clientOf(object: KubernetesObject | undefined): Client | undefined {
  return object && (collectorOf(object) ?? normalizerOf(object));
}

const FLAG = '-transport.kafka.';

/** By GoFlow2's flags. */
function collectorOf({ spec }: KubernetesObject): Client | undefined {
  const args = items(at(spec, 'template', 'spec', 'containers')).flatMap((one) => texts(at(one, 'args')));
  const flags = new Map(
    assignments(args.filter((arg) => arg.startsWith(FLAG)).map((arg) => arg.slice(FLAG.length))),
  );
  const brokers = flags.get('brokers');
  if (brokers === undefined) return undefined;
  const [sasl, tls] = [flags.get('sasl'), flags.get('tls') === 'true' ? 'SSL' : 'PLAINTEXT'];
  return {
    brokers: brokers.split(','),
    protocol: sasl === undefined ? tls : `SASL_${tls}`,
    ...(sasl !== undefined && { mechanism: MECHANISMS[sasl] ?? sasl }),
    reads: false,
  };
}

/** What GoFlow2 calls them, and what Kafka does. */
const MECHANISMS: Readonly<Record<string, string>> = {
  plain: 'PLAIN',
  'scram-sha256': 'SCRAM-SHA-256',
  'scram-sha512': 'SCRAM-SHA-512',
};

function normalizerOf(object: KubernetesObject): Client | undefined {
  const said = settings(object);
  const isJob = object.kind === 'FlinkCluster';
  const setting = (name: string) => said.get(isJob ? name : `kafka-${name}`);
  const brokers = isJob ? texts(at(object.spec, 'job', 'args'))[0] : setting('brokers');
  if (said.size === 0 || typeof brokers !== 'string') return undefined;
  const mechanism = setting('sasl-mechanism');
  return {
    brokers: brokers.split(','),
    protocol: inline(setting('security-protocol') ?? 'PLAINTEXT'),
    ...(typeof mechanism === 'string' && { mechanism }),
    reads: true,
  };
}

function elsewhere(from: Client, to: Client, isJob: boolean): Consequence[] {
  if (from.brokers.join() === to.brokers.join()) return [];
  const change = `begins with ${to.brokers.join(', ')} instead of ${from.brokers.join(', ')}`;
  if (to.brokers.some((broker) => from.brokers.includes(broker))) {
    return [{ severity: 'info', text: `It ${change}: the same Kafka, by other addresses.` }];
  }
  const where = isJob
    ? 'the job goes on at the offsets of its savepoint, which mean other records there'
    : 'its group begins with the oldest record there';
  return [
    {
      severity: 'danger',
      text: `It ${change}. If that is another Kafka, what the old one holds stays there${to.reads ? ` unread, and ${where}` : ''}.`,
    },
  ];
}

/** How a client makes itself known, in words. */
const way = ({ protocol, mechanism }: Client): string =>
  mechanism === undefined ? protocol : `${protocol} with ${mechanism}`;

function otherwise(from: Client, to: Client): Consequence[] {
  if (way(from) === way(to)) return [];
  const open =
    from.protocol.endsWith('SSL') && !to.protocol.endsWith('SSL')
      ? ' Flows go unencrypted, and passwords, if it says any.'
      : '';
  return [
    {
      severity: 'danger',
      text: `It speaks ${way(to)} with Kafka instead of ${way(from)}: brokers that want the old way refuse it.${open}`,
    },
  ];
}
