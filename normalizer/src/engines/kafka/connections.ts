/**
 * Closes connections on which an answer stays out. kafkajs gives up the request and keeps the connection, so that a
 * peer that has gone without a word (its machine has lost power, a firewall has forgotten it) is asked again and again
 * where nobody hears: until the operating system gives up, which takes a quarter of an hour.
 */
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import {
  Kafka,
  type Admin,
  type Consumer,
  type ISocketFactory,
  type KafkaConfig,
  type Producer,
} from 'kafkajs';

const KEEP_ALIVE_MILLISECONDS = 60_000;

/** kafkajs' client, which is not left with such connections. */
export class Client extends Kafka {
  private readonly open: ReadonlyMap<string, ReadonlySet<Socket>>;

  constructor(config: KafkaConfig) {
    const open = new Map<string, Set<Socket>>();
    super({ ...config, socketFactory: remembering(open) });
    this.open = open;
  }

  override admin(...options: Parameters<Kafka['admin']>): Admin {
    return this.watched(super.admin(...options));
  }

  override consumer(...options: Parameters<Kafka['consumer']>): Consumer {
    return this.watched(super.consumer(...options));
  }

  override producer(...options: Parameters<Kafka['producer']>): Producer {
    return this.watched(super.producer(...options));
  }

  private watched<T extends Admin | Consumer | Producer>(client: T): T {
    // Events of the same name; TypeScript does not see that each of the three takes its own.
    const one = client as Admin;
    one.on(one.events.REQUEST_TIMEOUT, ({ payload: { broker, apiName } }) => {
      for (const socket of this.open.get(broker) ?? []) {
        socket.destroy(new Error(`no answer to ${apiName}: the connection is given up`));
      }
    });
    return client;
  }
}

/** Connects as kafkajs itself does, and remembers each connection by `host:port` until it is closed. */
function remembering(open: Map<string, Set<Socket>>): ISocketFactory {
  return ({ host, port, ssl, onConnect }) => {
    // Its type says that there always is one.
    const options = ssl as ConnectionOptions | null;
    const socket =
      options === null
        ? connect({ host, port }, onConnect)
        : connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...options }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MILLISECONDS);
    const broker = `${host}:${port}`;
    const sockets = open.get(broker) ?? new Set();
    open.set(broker, sockets.add(socket));
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
}
