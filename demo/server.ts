/** The page's server: the files of demo/page, and its state once a second as server-sent events. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';

/** A running server. */
export interface PageServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Serves the page on 127.0.0.1.
 * @param state asked once a second while anybody looks; must be JSON
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function servePage(port: number, state: () => object): Promise<PageServer> {
  const listeners = new Set<SSEStreamingApi>();
  const server = serve({ fetch: page(listeners).fetch, hostname: HOST, port }) as Server;
  await once(server, 'listening');
  const timer = setInterval(() => {
    const data = JSON.stringify(state());
    for (const listener of listeners) void listener.writeSSE({ data });
  }, 1000);
  return {
    url: `http://${HOST}:${port}/`,
    stop: async () => {
      clearInterval(timer);
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** @param listeners those who look at the page; they come and go */
function page(listeners: Set<SSEStreamingApi>): Hono {
  const app = new Hono();
  // All that the page needs comes from here, and nobody else may frame it or be asked by it.
  const contentSecurityPolicy = {
    defaultSrc: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  };
  app.use(secureHeaders({ contentSecurityPolicy, strictTransportSecurity: false }));
  app.use(async (context, next) => {
    // Another name than this machine's own would be a page elsewhere that asks by ours (DNS rebinding).
    if (!isOurs(context.req.header('host'))) return context.body(null, 421);
    context.header('cache-control', 'no-store');
    await next();
    return undefined;
  });
  app.get('/events', (context) =>
    streamSSE(
      context,
      (stream) =>
        new Promise<void>((resolve) => {
          listeners.add(stream);
          stream.onAbort(() => {
            listeners.delete(stream);
            resolve();
          });
        }),
    ),
  );
  app.use(serveStatic({ root: join(__dirname, 'page') }));
  return app;
}

const isOurs = (host = '') => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
