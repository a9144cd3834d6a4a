/** `npm run faults`: lets faults strike a real Kafka and the engines, and writes what came of it into the reference. */
import { readFileSync, writeFileSync } from 'node:fs';
import { run, speakable } from '#normalizer/command-line';
import { deliveryGuarantees, type DeliveryGuarantee } from '#normalizer/configuration';
import { Command, Option } from 'commander';
import { version } from '../package.json';
import { trials } from '../test/faults';
import { broken, type Size } from '../test/faults/fault';
import { withRows } from '../test/faults/page';
import { startWorld } from '../test/faults/world';
import endLeftovers from '../test/servers/leftovers';

const PAGE = 'docs/reference/faults.md';

interface Options {
  readonly only?: readonly string[];
  readonly engine?: string;
  readonly guarantee?: DeliveryGuarantee;
  readonly size: Size;
}

const engines = [...new Set(trials('long').map(({ engine }) => engine))];

const command = new Command('npm run faults --')
  .description(`Lets faults strike three brokers and the normaliser, and writes the counts into ${PAGE}.`)
  .option('--only <text...>', 'those that have one of these texts in their names')
  .addOption(new Option('--engine <engine>', 'with this one only').choices(engines))
  .addOption(new Option('--guarantee <guarantee>', 'of this one only').choices(deliveryGuarantees))
  .addOption(new Option('--size <size>', 'how often, how long').choices(['short', 'long']).default('long'))
  .action(measure);
speakable(command, version, {
  examples: [
    ['npm run faults', 'the whole table, in about four hours'],
    ['npm run test:soak', 'its rows in which many faults strike, by chance'],
    ['npm run faults -- --only SIGKILL', 'one row anew'],
  ],
  exitCodes: [
    ['0', 'all rows are written, and hold what is promised'],
    ['1', 'a row that breaks a promise, or an error, such as an engine that did not recover'],
  ],
});
void run(command);

async function measure({ only = [''], engine, guarantee, size }: Options): Promise<void> {
  const wanted = trials(size).filter(
    (trial) =>
      only.some((text) => trial.name.includes(text)) &&
      trial.engine === (engine ?? trial.engine) &&
      trial.guarantee === (guarantee ?? trial.guarantee),
  );
  endLeftovers();
  const world = await startWorld();
  try {
    for (const { suffer, promised } of wanted) {
      const row = await suffer(world);
      process.stdout.write(`${JSON.stringify(row)}\n`);
      writeFileSync(PAGE, await withRows(readFileSync(PAGE, 'utf8'), [row]));
      for (const words of broken(row, promised)) {
        process.stderr.write(`${row.fault}: ${words}\n`);
        process.exitCode = 1;
      }
    }
  } finally {
    await world.stop();
  }
}
