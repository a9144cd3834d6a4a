/** A TCP proxy before a server of this machine, that can be told to be slow, or to say no more. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A running proxy. */
export interface Proxy {
  readonly port: number;
  /** Holds back what goes through it, in each direction, for so many milliseconds. */
  delay: number;
  /** From now on the connections that are open stay open and carry nothing, as when a machine's power goes; new ones work. */
  readonly strand: () => void;
  readonly stop: () => void;
}

/** Starts a proxy for a port of 127.0.0.1. */
export async function startProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream] as const;
    for (const [from, to] of [pair, [upstream, client] as const]) {
      open.add(from);
      from.setNoDelay(true);
      const later = (act: () => void) => {
        if (stranded.has(client)) return;
        if (proxy.delay === 0) act();
        else
          setTimeout(() => {
            if (!stranded.has(client)) act();
          }, proxy.delay);
      };
      from.on('data', (chunk) => {
        later(() => to.writable && to.write(chunk));
      });
      // What a peer says in its way, an end or a failure, is passed on as an end.
      for (const event of ['end', 'error'] as const) {
        from.on(event, () => {
          later(() => to.destroy());
        });
      }
      from.on('close', () => open.delete(from));
    }
  });
  const proxy: Proxy = {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    delay: 0,
    strand: () => {
      for (const socket of open) stranded.add(socket);
    },
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return proxy;
}
