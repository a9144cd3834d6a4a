/** `npm run faults`: lets faults strike a real Kafka and the engines, and writes what came of it into the reference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { run, speakable } from '#normalizer/command-line';
import { deliveryGuarantees } from '#normalizer/configuration';
import { Command, Option } from 'commander';
import { version } from '../package.json';
import { struck } from '../test/faults';
import type { Guarantee } from '../test/faults/engine';
import { suffer, type Size } from '../test/faults/fault';
import { withRows } from '../test/faults/page';
import { startWorld } from '../test/faults/world';
import endLeftovers from '../test/servers/leftovers';

const PAGE = 'docs/reference/faults.md';

interface Options {
  readonly only?: string;
  readonly guarantee?: Guarantee;
  readonly size: Size;
}

const command = new Command('npm run faults --')
  .description(`Lets faults strike three brokers and the normaliser, and writes the counts into ${PAGE}.`)
  .option('--only <text>', 'those that have this text in their names')
  .addOption(new Option('--guarantee <guarantee>', 'of this one only').choices(deliveryGuarantees))
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

async function measure({ only = '', guarantee: wanted, size }: Options): Promise<void> {
  endLeftovers();
  const world = await startWorld();
  try {
    for (const guarantee of deliveryGuarantees.filter((one) => one === (wanted ?? one))) {
      for (const fault of struck(size, guarantee).filter(({ name }) => name.includes(only))) {
        const row = await suffer(world, fault, guarantee, size);
        process.stdout.write(`${JSON.stringify(row)}\n`);
        writeFileSync(PAGE, await withRows(readFileSync(PAGE, 'utf8'), [row]));
      }
    }
  } finally {
    await world.stop();
  }
}
