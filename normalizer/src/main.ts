/** The command line: `normalizer stdio`, `normalizer kafka` and `normalizer replay`. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { run, speakable, type Entry, type Help } from './command-line';
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

const stdio = program
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
  .action(({ framing, ...options }: ModelOptions & { framing: Framing }) => {
    const files = { input: 0, output: 1, errors: 2 };
    try {
      runStdio(files, framing, (record) => normalize(record, options));
    } catch (error) {
      process.stderr.write(`normalizer: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    }
  });

const kafka = program
  .command('kafka')
  .description('read records from a Kafka topic, write documents to another; configured by NORMALIZER_*')
  .action(async () => {
    const { runService } = await import('./engines/service');
    process.exit(await runService(process.env));
  });

const replay = withReplayOptions(
  program
    .command('replay')
    .description('put rejected records back into the input topic; configured by NORMALIZER_* as kafka is'),
).action(async (options: Record<string, string | true>) => {
  const { runReplay } = await import('./replay/command');
  process.exit(await runReplay(process.env, options));
});

const ended: Help['exitCodes'] = [
  ['0', 'the input has ended, or somebody has ended the command'],
  ['1', 'a mistake, told in a line each, or a failure that trying again does not mend'],
];
speakable(program, version, {
  examples: [['normalizer stdio --help', 'what a command takes']],
  exitCodes: ended,
});
speakable(stdio, version, {
  examples: [
    ['normalizer stdio < flows.jsonl', 'one record a line'],
    ['jq --compact-output . flow.json | normalizer stdio', 'a record that was printed on several lines'],
    ["tr -d '\\n' < flow.json | normalizer stdio", 'the same of a single record, without jq'],
  ],
  exitCodes: ended,
});
/** Filled before the help of `kafka` is shown. */
const variables: Entry[] = [];
speakable(kafka, version, {
  examples: [['NORMALIZER_KAFKA_BROKERS=127.0.0.1:9092 normalizer kafka', 'with all else as by default']],
  environment: variables,
  exitCodes: ended,
});
speakable(replay, version, {
  examples: [['normalizer replay --reasons invalid-value --dry-run', 'how many would be put back?']],
  environment: [['NORMALIZER_*', 'as of normalizer kafka, whose help names them']],
  exitCodes: ended,
});

async function main(): Promise<void> {
  // What knows them takes longer to load than a worker to start, so only who asks for them waits for it.
  if (process.argv.includes(kafka.name())) {
    const { variableHelp } = await import('./configuration');
    variables.push(...variableHelp());
  }
  await run(program);
}

void main();
