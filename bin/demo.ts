/** `npm run demo`: the pipeline on this machine, with a page to look at. */
import { run, speakable } from '#normalizer/command-line';
import { Command, InvalidArgumentError } from 'commander';
import { runDemo, type DemoOptions } from '../demo/demo';
import { DemoError } from '../demo/requirements';
import { NotFetched } from '../test/servers/not-fetched';
import { version } from '../package.json';

const command = new Command('npm run demo --')
  .description('Runs the pipeline on this machine, without a cluster, and shows on a page what it does.')
  .option('--port <number>', 'of the page, on 127.0.0.1', portNumber, 8765)
  .option('--listen <address>', 'take NetFlow (UDP 9995) and sFlow (UDP 6343) from your routers there')
  .action((options: DemoOptions) => runDemo(options));
speakable(command, version, {
  examples: [
    ['npm run demo', 'flows that the demo makes by itself, on http://127.0.0.1:8765/'],
    ['npm run demo -- --listen 0.0.0.0', 'those of your own routers, sent to this machine'],
  ],
  exitCodes: [
    ['0', 'stopped by Ctrl-C'],
    ['1', 'it could not start, told in a line'],
  ],
});
void run(command, DemoError, NotFetched);

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    throw new InvalidArgumentError('a port is from 1 to 65535');
  return port;
}
