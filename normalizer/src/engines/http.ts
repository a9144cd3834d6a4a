import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** What the probes ask: each answers with a reason why not, or undefined. */
export interface Health {
  /** Why no record is taken at present. */
  readonly obstacle: () => string | undefined;
  /** Why a restart is wanted. */
  readonly stuck: () => string | undefined;
}

/**
 * Serves `/healthz` and `/readyz` (200, or 503 with the reason) and `/metrics`.
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
    const probe = (reason: string | undefined) => {
      answer(reason === undefined ? 200 : 503, `${reason ?? 'ok'}\n`);
    };
    switch (request.url) {
      case '/healthz':
        probe(health.stuck());
        break;
      case '/readyz':
        probe(health.obstacle());
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
