/** The bundled brokers: how clients and other brokers have to speak with them, and whether they ask who is there. */
import { assignments, at } from '../fields';
import { danger, type Consequence, type KubernetesObject, type Rule } from '../model';

export const kafkaListeners: Rule = ({ kind, name, before, after }, surroundings) => {
  if (kind !== 'ConfigMap' || name !== 'kafka-broker' || !before || !after) return [];
  const [from, to] = [properties(before), properties(after)];
  const brokers = surroundings.after.find(
    (object) => object.kind === 'StatefulSet' && object.metadata.name === 'kafka',
  );
  const several = Number(at(brokers, 'spec', 'replicas') ?? 1) > 1;
  return [...rights(from, to), ...clients(from, to), ...(several ? amongThemselves(from, to) : [])];
};

type Properties = ReadonlyMap<string, string>;

function properties(object: KubernetesObject): Properties {
  return new Map(assignments(String(at(object, 'data', 'server.properties')).split('\n')));
}

function rights(from: Properties, to: Properties): Consequence[] {
  const [asked, asks] = [from, to].map((all) => all.has('authorizer.class.name'));
  if (asked === asks) return [];
  return asks === true
    ? [danger('Kafka asks for rights: a user that has none declared (kafka-users) may do nothing any more.')]
    : [danger('Kafka asks nobody who they are: whoever reaches it may read, write and delete everything.')];
}

/** By listener; what is not in the map is as its name says. */
function protocol(all: Properties, listener: string): string {
  const map = all.get('listener.security.protocol.map') ?? '';
  return new RegExp(`(?:^|,)${listener}:([A-Z_]+)`).exec(map)?.[1] ?? listener;
}

/** The listener of clients has one of two names: with users and rights, brokers have one of their own beside it. */
const ofClients = (all: Properties): string =>
  protocol(all, all.get('inter.broker.listener.name') === 'BROKER' ? 'CLIENT' : 'PLAINTEXT');

function clients(from: Properties, to: Properties): Consequence[] {
  const [old, current] = [ofClients(from), ofClients(to)];
  if (old === current) return [];
  return [
    danger(
      `Clients have to speak ${current} instead of ${old}, those of your own too: all others are cut off. Ours follow ` +
        `when their Applications are synced, after the brokers; flows that GoFlow2 gets meanwhile are lost.`,
    ),
  ];
}

const ofBrokers = (all: Properties): string =>
  [protocol(all, all.get('inter.broker.listener.name') ?? 'PLAINTEXT'), protocol(all, 'CONTROLLER')].join();

/** A broker listens when it has caught up with its controllers, and only then is it ready. */
function amongThemselves(from: Properties, to: Properties): Consequence[] {
  if (ofBrokers(from) === ofBrokers(to)) return [];
  return [
    danger(
      `Brokers speak otherwise among themselves: one that has restarted can't join those that have not, so the rollout ` +
        `stops at the first. Delete the StatefulSet kafka then: Argo CD makes it again, all pods start at once, and ` +
        `their volumes stay. Kafka is away meanwhile.`,
    ),
  ];
}
