/** The script that starts a broker: what differs from pod to pod comes from the pod's name. */
import { serviceAddress } from '../kubernetes/address';
import type { Values } from '../values/schema';
import { serverJvm } from './container';
import { KAFKA_PORTS, SERVICES } from './endpoints';
import { agentLine } from './jmx-exporter';
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

function advertised({ cluster, namespace }: Values): string {
  const host = `$HOSTNAME.${serviceAddress(SERVICES.kafkaPods, namespace.name, cluster)}`;
  return `echo "advertised.listeners=PLAINTEXT://${host}:${KAFKA_PORTS.client}" >> "$properties"`;
}

function zookeeper(values: Values): string {
  return `${COMMON}echo "broker.id=$id" >> "$properties"
${advertised(values)}
${agentLine(values)}exec kafka-server-start.sh "$properties"
`;
}

function kraft(values: Values): string {
  const { client, controller } = KAFKA_PORTS;
  return `${COMMON}echo "node.id=$id" >> "$properties"
${advertised(values)}
if (( id < ${controllerCount(values.kafka.brokers)} )); then
  echo "process.roles=broker,controller" >> "$properties"
  echo "listeners=PLAINTEXT://:${client},CONTROLLER://:${controller}" >> "$properties"
else
  echo "process.roles=broker" >> "$properties"
  echo "listeners=PLAINTEXT://:${client}" >> "$properties"
fi
kafka-storage.sh format --ignore-formatted --cluster-id ${values.kafka.clusterId} --config "$properties"
${agentLine(values)}exec kafka-server-start.sh "$properties"
`;
}
