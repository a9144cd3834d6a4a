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

/** The connections to the brokers that each of kafkajs' clients has, and keeps for itself. */
export interface Cluster {
  findGroupCoordinator(group: { groupId: string }): Promise<Broker>;
}

/** As far as a request can be made that kafkajs lacks. */
interface Broker {
  /** Negotiates the version. */
  lookupRequest<R>(
    apiKey: number,
    definitions: {
      readonly versions: readonly string[];
      readonly protocol: (chosen: { version: number }) => () => R;
    },
  ): () => R;
  readonly connectionPool: {
    send<A, T>(exchange: {
      readonly request: object;
      readonly response: {
        readonly decode: (data: Buffer) => Promise<A>;
        readonly parse: (answer: A) => Promise<T>;
      };
    }): Promise<T>;
  };
}

/** kafkajs' client, which is not left with such connections. */
export class Client extends Kafka {
  private readonly open: ReadonlyMap<string, ReadonlySet<Socket>>;
  private readonly clusters = new WeakMap<object, Cluster>();
  private latest: Cluster | undefined;

  constructor(config: KafkaConfig) {
    const open = new Map<string, Set<Socket>>();
    super({ ...config, socketFactory: remembering(open) });
    this.open = open;
    this.lookAtClusters();
  }

  /** @throws Error for a client that was not made here */
  clusterOf(client: Admin | Consumer | Producer): Cluster {
    const cluster = this.clusters.get(client);
    if (cluster === undefined) throw new Error('no client of ours');
    return cluster;
  }

  /** kafkajs makes them by a function that it has under a symbol of its own. */
  private lookAtClusters(): void {
    const symbol = Object.getOwnPropertySymbols(this).find(
      ({ description }) => description === 'private:Kafka:createCluster',
    );
    if (symbol === undefined) throw new Error('another kafkajs than 2.2.4');
    const make = Reflect.get(this, symbol) as (options: object) => Cluster;
    Reflect.set(this, symbol, (options: object) => (this.latest = make(options)));
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
    if (this.latest !== undefined) this.clusters.set(client, this.latest);
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
