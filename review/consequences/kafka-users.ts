/** Who may do what in Kafka: lines of `user arguments` that the Job kafka-users makes rights of, and Strimzi's KafkaUsers. */
import { at, canonical, group, inline, isKept, items, list, texts } from '../fields';
import type { Consequence, ObjectChange, Rule } from '../model';

export const kafkaUsers: Rule = (change) => {
  const { apiVersion, kind, name } = change;
  if (kind === 'ConfigMap' && name === 'kafka-users') return ofTheJob(change);
  return kind === 'KafkaUser' && group(apiVersion) === 'kafka.strimzi.io' ? ofStrimzi(change) : [];
};

const wider = (rights: readonly string[]): Consequence[] =>
  rights.map((right) => ({ severity: 'danger', text: `Wider access to Kafka: ${right}.` }));

function ofTheJob({ before, after }: ObjectChange): Consequence[] {
  if (!before || !after) return [];
  const [old = [], current = []] = [before, after].map((object) =>
    String(at(object, 'data', 'permissions'))
      .split('\n')
      .filter((line) => line !== ''),
  );
  return [
    ...wider(current.filter((line) => !old.includes(line))),
    ...old
      .filter((line) => !current.includes(line))
      .map((line): Consequence => ({
        severity: 'info',
        text: `No longer declared: ${line}. The Job takes no rights away: kafka-acls.sh --remove does.`,
      })),
  ];
}

function ofStrimzi({ name, namespace, before, after }: ObjectChange): Consequence[] {
  if (!before) {
    const text = `Strimzi makes the Secret ${name} in ${namespace ?? 'its namespace'}: its client needs it where it runs, under the name and with the keys that kafka.security says.`;
    return [{ severity: 'info', text }];
  }
  if (!after) {
    const text = 'Strimzi deletes the user and its Secret: clients that have a copy of it are refused.';
    return isKept(before) ? [] : [{ severity: 'danger', text }];
  }
  const [old = [], current = []] = [before, after].map((object) =>
    items(at(object, 'spec', 'authorization', 'acls')).map(right),
  );
  const lost = old.filter((one) => !current.includes(one));
  const [from, to] = [before, after].map((object) => inline(at(object, 'spec', 'authentication', 'type')));
  return [
    ...wider(current.filter((one) => !old.includes(one))),
    ...lost.map((one): Consequence => ({ severity: 'info', text: `No longer allowed in Kafka: ${one}.` })),
    ...(from === to
      ? []
      : [
          {
            severity: 'danger' as const,
            text: `Strimzi makes it another Secret, for ${to ?? ''} instead of ${from ?? ''}: copy it to where the clients are.`,
          },
        ]),
  ];
}

function right(acl: unknown): string {
  const { name, patternType, type } = at(acl, 'resource') as Record<string, unknown>;
  const which =
    patternType === 'prefix' ? `${canonical(type)} ${inline(name)}…` : `${canonical(type)} ${inline(name)}`;
  return `${list(texts(at(acl, 'operations')))} on ${which.replaceAll('"', '')}`;
}
