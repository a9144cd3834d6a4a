/** The listeners of the bundled brokers: who connects where, and how they know one another there. */
import { serviceAddress } from '../kubernetes/address';
import type { Values } from '../values/schema';
import { bundledSecured } from './client';
import { KAFKA_PORTS, SERVICES } from './endpoints';

/** A listener of every broker. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  /** Kafka's name for how it is secured. */
  readonly protocol: string;
  /** What clients are told to connect to: the shell's word for the host, and the port. */
  readonly advertised: { readonly host: string; readonly port: string };
}

/** The listener of clients in the cluster, and without security that of the other brokers too. */
export function clientListener(values: Values): Listener {
  const name = bundledSecured(values) ? 'CLIENT' : 'PLAINTEXT';
  return inCluster(name, KAFKA_PORTS.client, values.kafka.security.protocol, values);
}

/** The listener of the other brokers: with security, one of their own, where certificates are asked for. */
export function brokerListener(values: Values): Listener {
  return bundledSecured(values)
    ? inCluster('BROKER', KAFKA_PORTS.broker, 'SSL', values)
    : clientListener(values);
}

/** How the controllers' connections are secured. */
export function controllerProtocol(values: Values): string {
  return bundledSecured(values) ? 'SSL' : 'PLAINTEXT';
}

/** The listeners of brokers as such, without that of the controllers. */
export function listeners(values: Values): Listener[] {
  const { externalListener, security } = values.kafka;
  const client = clientListener(values);
  const broker = brokerListener(values);
  return [
    client,
    ...(broker.name === client.name ? [] : [broker]),
    ...(externalListener === undefined
      ? []
      : [
          {
            name: 'EXTERNAL',
            port: externalListener.port,
            protocol: security.protocol,
            advertised: {
              host: '${hosts[id < ${#hosts[@]} ? id : 0]}',
              port:
                externalListener.firstNodePort === undefined
                  ? String(externalListener.port)
                  : `$(( ${externalListener.firstNodePort} + id ))`,
            },
          },
        ]),
  ];
}

function inCluster(name: string, port: number, protocol: string, values: Values): Listener {
  const host = `$HOSTNAME.${serviceAddress(SERVICES.kafkaPods, values.namespace.name, values.cluster)}`;
  return { name, port, protocol, advertised: { host, port: String(port) } };
}
