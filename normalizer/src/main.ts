/** The command line: `normalizer stdio`, `normalizer kafka` and `normalizer replay`. */
import { Command, Option } from 'commander';
import { framings, runStdio, type Framing } from './engines/stdio';
import { normalize } from './normalize';
import { encodings, timeUnits, type ModelOptions } from './model/options';
import { withReplayOptions } from './replay/options';

const program = new Command('normalizer').description(
  "Turns GoFlow2's JSON into documents of the YANG module netflow-v9.",
);

program
  .command('stdio')
  .description('read records from standard input, write documents to standard output')
  .addOption(new Option('--framing <framing>').choices(framings).default('lines'))
  .addOption(
    new Option('--encoding <encoding>', 'how 64-bit integers are written')
      .choices(encodings)
      .default('numeric'),
  )
  .addOption(
    new Option('--time-unit <unit>', 'of first-switched and last-switched')
      .choices(timeUnits)
      .default('seconds'),
  )
  .action(async ({ framing, ...options }: ModelOptions & { framing: Framing }) => {
    const streams = { input: process.stdin, output: process.stdout, errors: process.stderr };
    try {
      await runStdio(streams, framing, (record) => normalize(record, options));
    } catch (error) {
      process.stderr.write(`normalizer: ${error instanceof Error ? error.message : String(error)}\n`);
      // The input may be an endless one, and nobody is there to take what it brings.
      process.exit(1);
    }
  });

program
  .command('kafka')
  .description('read records from a Kafka topic, write documents to another; configured by NORMALIZER_*')
  .action(async () => {
    const { runService } = await import('./engines/service');
    process.exit(await runService(process.env));
  });

withReplayOptions(
  program
    .command('replay')
    .description('put rejected records back into the input topic; configured by NORMALIZER_* as kafka is'),
).action(async (options: Record<string, string | true>) => {
  const { runReplay } = await import('./replay/command');
  process.exit(await runReplay(process.env, options));
});

void program.parseAsync();
