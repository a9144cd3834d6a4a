/** `npm run faults`: lets faults strike a real Kafka and the engines, and writes what came of it into the reference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { run, speakable } from '#normalizer/command-line';
import { Command, Option } from 'commander';
import { version } from '../package.json';
import { faults } from '../test/faults';
import { suffer, type Size } from '../test/faults/fault';
import { withRows } from '../test/faults/page';
import { startWorld } from '../test/faults/world';
import endLeftovers from '../test/servers/leftovers';

const PAGE = 'docs/reference/faults.md';

interface Options {
  readonly only?: string;
  readonly size: Size;
}

const command = new Command('npm run faults --')
  .description(`Lets faults strike three brokers and the normaliser, and writes the counts into ${PAGE}.`)
  .option('--only <text>', 'those that have this text in their names')
  .addOption(new Option('--size <size>', 'how often, how long').choices(['short', 'long']).default('long'))
  .action(measure);
speakable(command, version, {
  examples: [
    ['npm run faults', 'the whole table, in about an hour'],
    ['npm run faults -- --only SIGKILL', 'one row anew'],
  ],
  exitCodes: [
    ['0', 'all rows are written'],
    ['1', 'an error, such as an engine that did not recover'],
  ],
});
void run(command);

async function measure({ only = '', size }: Options): Promise<void> {
  endLeftovers();
  const world = await startWorld();
  try {
    for (const fault of faults.filter(({ name, times }) => times[size] > 0 && name.includes(only))) {
      const row = await suffer(world, fault, size);
      process.stdout.write(`${JSON.stringify(row)}\n`);
      writeFileSync(PAGE, await withRows(readFileSync(PAGE, 'utf8'), [row]));
    }
  } finally {
    await world.stop();
  }
}
