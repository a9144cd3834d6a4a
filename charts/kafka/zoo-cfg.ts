/** ZooKeeper's `zoo.cfg` and the script that starts a member of the ensemble. */
import { serverJvm } from './container';
import { podAddress, SERVICES, ZOOKEEPER_PORTS } from './endpoints';
import type { Values } from '../values/schema';

/** Renders `zoo.cfg`: a standalone server, or an ensemble with one `server.N` line per member. */
export function zooCfg(values: Values): string {
  const { client, follower, election } = ZOOKEEPER_PORTS;
  const { replicas } = values.zookeeper;
  const members = Array.from({ length: replicas }, (_, ordinal) => {
    const host = podAddress('zookeeper', ordinal, SERVICES.zookeeperPods, values);
    return `server.${ordinal + 1}=${host}:${follower}:${election}`;
  });
  const lines = [
    'tickTime=2000',
    'initLimit=10',
    'syncLimit=5',
    'dataDir=/var/lib/zookeeper/data',
    `clientPort=${client}`,
    'autopurge.snapRetainCount=3',
    'autopurge.purgeInterval=24',
    // The probes ask "srvr"; the HTTP admin server would be one more open port.
    '4lw.commands.whitelist=srvr',
    'admin.enableServer=false',
    ...(replicas > 1 ? members : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Gives the member its number (the pod's ordinal plus one: ZooKeeper counts from 1) and starts it. */
export const START_SCRIPT = `#!/bin/bash
set -euo pipefail
${serverJvm('/etc/zookeeper')}mkdir -p /var/lib/zookeeper/data
echo "$(( \${HOSTNAME##*-} + 1 ))" > /var/lib/zookeeper/data/myid
exec zookeeper-server-start.sh /etc/zookeeper/zoo.cfg
`;

/** Succeeds when the server serves requests: alone, or as a member of an ensemble that has a majority. */
export const READY_SCRIPT = `#!/bin/bash
exec 3<> /dev/tcp/127.0.0.1/${ZOOKEEPER_PORTS.client}
echo srvr >&3
grep -q '^Mode: ' <&3
`;
