/** The brokers: the identity that their storage has, and the version that reads it. */
import { at, items } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

const NAME = 'kafka';

export const kafka: Rule = ({ kind, name, before, after }) => {
  if (!before || !after) return [];
  if (kind === 'ConfigMap') return clusterId(before, after);
  return kind === 'StatefulSet' && name === NAME ? version(before, after) : [];
};

/** kafka-storage.sh refuses a volume that another id was given to (MetaPropertiesEnsemble.verify). */
function clusterId(before: KubernetesObject, after: KubernetesObject): Consequence[] {
  const [from, to] = [before, after].map(
    (object) => /--cluster-id (\S+)/.exec(String(at(object, 'data', 'start-broker.sh')))?.[1],
  );
  if (from === undefined || to === undefined || from === to) return [];
  return [
    {
      severity: 'danger',
      text:
        `The brokers won't start: their volumes belong to the cluster ${from}, and the script asks for ${to}. ` +
        `Only with empty volumes may kafka.clusterId be another.`,
    },
  ];
}

function version(before: KubernetesObject, after: KubernetesObject): Consequence[] {
  const [from, to] = [versionOf(before), versionOf(after)];
  if (from === undefined || to === undefined) return [];
  const change = `Kafka goes from ${from.text} to ${to.text}`;
  const minors = ({ major, minor }: Version) => major * 1000 + minor;
  if (minors(to) < minors(from)) {
    const text = `${change}, which is older: it may not start on what the newer one has written. Ask before whether metadata.version can go back.`;
    return [{ severity: 'danger', text }];
  }
  if (from.major < 4 && to.major >= 4) {
    const text =
      `${change}: Kafka 4 knows no ZooKeeper, starts only where metadata.version is 3.3 or later, and speaks with no ` +
      `client older than 2.1. There is no way back once metadata.version is raised.`;
    return [{ severity: 'danger', text }];
  }
  return [];
}

interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** By the tag of the image. */
function versionOf(object: KubernetesObject): Version | undefined {
  const container = items(at(object, 'spec', 'template', 'spec', 'containers')).find(
    (candidate) => at(candidate, 'name') === NAME,
  );
  const [, text, major, minor] = /:v?((\d+)\.(\d+)[^@]*)(@.*)?$/.exec(String(at(container, 'image'))) ?? [];
  return text === undefined ? undefined : { text, major: Number(major), minor: Number(minor) };
}
