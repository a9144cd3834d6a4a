/** `npm run demo`: the pipeline on one machine, and a page that shows what it does. */
import { once } from 'node:events';
import { endServersAtExit } from '../test/servers/leftovers';
import { DemoPipeline, ENVIRONMENT, type Listen } from './pipeline';
import { Progress } from './progress';
import { requireJava, requireManifests, requireUdpPorts, DemoError, hasGo } from './requirements';
import { servePage } from './server';

export interface DemoOptions {
  /** Of the page. */
  readonly port: number;
  /** The address that routers of the user send to; absent: the demo sends by itself. */
  readonly listen?: string;
}

/** The ports of the manifests' collector. */
const [NETFLOW_PORT, SFLOW_PORT] = [9995, 6343];

/**
 * Runs until it is told to stop (Ctrl-C, or SIGTERM), and leaves nothing behind.
 * @throws DemoError for what the user can put right
 */
export async function runDemo({ port, listen }: DemoOptions): Promise<void> {
  requireJava();
  requireManifests(ENVIRONMENT);
  const routers = listen === undefined ? undefined : await routersSendTo(listen);
  endServersAtExit();
  const told = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const progress = new Progress(process.stderr);
  const pipeline = new DemoPipeline(progress, routers);
  const page = await servePage(port, () => ({
    steps: progress.steps,
    source: pipeline.source,
    listen: routers,
    topics: pipeline.topics,
    ...pipeline.watch.statistics.snapshot(),
    tail: pipeline.watch.takeTail(),
  }));
  process.stdout.write(`${page.url}\nCtrl-C stops it.\n`);
  try {
    await Promise.race([told, pipeline.start()]);
    await told;
    process.stderr.write('\nstopping\n');
  } finally {
    await page.stop();
    await pipeline.stop();
  }
}

async function routersSendTo(host: string): Promise<Listen> {
  if (!hasGo()) throw new DemoError('go not found: --listen needs Go on the PATH, to build GoFlow2');
  await requireUdpPorts(host, NETFLOW_PORT, SFLOW_PORT);
  return { host, netflowPort: NETFLOW_PORT, sflowPort: SFLOW_PORT };
}
