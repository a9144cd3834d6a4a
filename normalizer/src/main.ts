/** The command line: `normalizer stdio`, `normalizer kafka` and `normalizer replay`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { framings, runStdio, type Framing } from './engines/stdio';
import { normalize } from './normalize';
import { encodings, notIpActions, timeUnits, type ModelOptions } from './model/options';
import { intervalAllowed, intervalsAllowed, readInterval, readIntervals } from './model/sampling-intervals';
import { withReplayOptions } from './replay/options';

/** Makes a commander's parser of a reader that gives undefined for a text that is none of its kind. */
const readBy =
  <T>(read: (text: string) => T | undefined, allowed: string) =>
  (text: string): T => {
    const found = read(text);
    if (found === undefined) {
      throw new InvalidArgumentError(`Allowed is ${allowed}.`);
    }
    return found;
  };

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
  .addOption(
    new Option(
      '--default-sampling-interval <interval>',
      'of exporters that tell none; without it, the leaf is left out',
    ).argParser(readBy(readInterval, intervalAllowed)),
  )
  .addOption(
    new Option(
      '--sampling-intervals <list>',
      'the same by prefixes of exporters, the longest counts: 192.0.2.0/24=1000,2001:db8::/32=512',
    ).argParser(readBy(readIntervals, intervalsAllowed)),
  )
  .addOption(
    new Option('--extensions <wanted>', 'leaves of the module netflow-v9-extensions')
      .argParser(readBy((text) => ({ true: true, false: false })[text], 'true or false'))
      .default(false),
  )
  .addOption(
    new Option('--not-ip <action>', 'what becomes of flows that are none of IP')
      .choices(notIpActions)
      .default('reject'),
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
