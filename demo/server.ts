/** The page's server: the files of demo/page, and its state once a second as server-sent events. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

const FOLDER = join(__dirname, 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** All that the page needs comes from here, and nobody else may frame it or be asked by it. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

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
  const files = new Map(readdirSync(FOLDER).map((name) => [`/${name}`, readFileSync(join(FOLDER, name))]));
  const listeners = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const file = files.get(path);
    // Another name than this machine's own would be a page elsewhere that asks by ours (DNS rebinding).
    if (!isOurs(request.headers.host)) response.writeHead(421, HEADERS).end();
    else if (path === '/events') listen(response, listeners);
    else if (file === undefined) response.writeHead(404, HEADERS).end('not found\n');
    else response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(path)] ?? '' }).end(file);
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  const timer = setInterval(() => {
    const event = `data: ${JSON.stringify(state())}\n\n`;
    for (const listener of listeners) listener.write(event);
  }, 1000);
  return {
    url: `http://${HOST}:${port}/`,
    stop: async () => {
      clearInterval(timer);
      for (const listener of listeners) listener.end();
      await closed(server);
    },
  };
}

const isOurs = (host = '') => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);

function listen(response: ServerResponse, listeners: Set<ServerResponse>): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
  response.flushHeaders();
  listeners.add(response);
  response.once('close', () => listeners.delete(response));
}

async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
