/** The script that starts a broker: what differs from pod to pod comes from the pod's name. */
import type { Values } from '../values/schema';
import { BROKER_FILES } from './broker-security';
import { bundledSecured } from './client';
import { serverJvm } from './container';
import { KAFKA_PORTS } from './endpoints';
import { agentLine } from './jmx-exporter';
import { listeners } from './listeners';
import { controllerCount } from './server-properties';

/** Renders the script; it expects `server.properties` in /etc/kafka and writes its own copy to /run/kafka. */
export function startBrokerScript(values: Values): string {
  return values.kafka.mode === 'kraft' ? kraft(values) : zookeeper(values);
}

const COMMON = `#!/bin/bash
set -euo pipefail
${serverJvm('/etc/kafka')}id="\${HOSTNAME##*-}"
properties=/run/kafka/server.properties
cp /etc/kafka/server.properties "$properties"
`;

/** What clients of each listener are told to connect to. */
function advertised(values: Values): string {
  const { externalListener } = values.kafka;
  const hosts =
    externalListener === undefined ? '' : `hosts=(${externalListener.advertisedHosts.join(' ')})\n`;
  const addresses = listeners(values).map(
    ({ name, advertised: { host, port } }) => `${name}://${host}:${port}`,
  );
  return `${hosts}echo "advertised.listeners=${addresses.join(',')}" >> "$properties"`;
}

/** Kafka wants key and certificate in one file, which nobody else may read. */
function keyStore(values: Values): string {
  return bundledSecured(values)
    ? `( umask 077; cat ${BROKER_FILES.folder}/tls.key <(echo) ${BROKER_FILES.folder}/tls.crt > ${BROKER_FILES.keyStore} )\n`
    : '';
}

function zookeeper(values: Values): string {
  return `${COMMON}echo "broker.id=$id" >> "$properties"
${advertised(values)}
${agentLine(values)}exec kafka-server-start.sh "$properties"
`;
}

function kraft(values: Values): string {
  const own = listeners(values).map(({ name, port }) => `${name}://:${port}`);
  const all = [...own, `CONTROLLER://:${KAFKA_PORTS.controller}`];
  return `${COMMON}${keyStore(values)}echo "node.id=$id" >> "$properties"
${advertised(values)}
if (( id < ${controllerCount(values.kafka.brokers)} )); then
  echo "process.roles=broker,controller" >> "$properties"
  echo "listeners=${all.join(',')}" >> "$properties"
else
  echo "process.roles=broker" >> "$properties"
  echo "listeners=${own.join(',')}" >> "$properties"
fi
kafka-storage.sh format --ignore-formatted --cluster-id ${values.kafka.clusterId} --config "$properties"
${agentLine(values)}exec kafka-server-start.sh "$properties"
`;
}
