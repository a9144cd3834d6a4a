import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** What the probes ask. */
export interface Health {
  /** Whether records are being taken: the group is joined and the producer connected. */
  readonly ready: () => boolean;
}

/**
 * Serves `/healthz` (200 while the process can answer), `/readyz` (200 or 503) and `/metrics`.
 * @throws Error if the address can't be bound.
 */
export async function serveHttp(
  host: string,
  port: number,
  health: Health,
  registry: Registry,
): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain') => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    switch (request.url) {
      case '/healthz':
        answer(200, 'ok\n');
        break;
      case '/readyz':
        if (health.ready()) {
          answer(200, 'ready\n');
        } else {
          answer(503, 'not ready\n');
        }
        break;
      case '/metrics':
        registry.metrics().then(
          (metrics) => {
            answer(200, metrics, registry.contentType);
          },
          (error: unknown) => {
            answer(500, String(error));
          },
        );
        break;
      default:
        answer(404, 'not found\n');
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
