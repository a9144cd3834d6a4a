/** The options of `normalizer replay`; each stands for a variable, so that a Job can be given it too. */
import { Option, type Command } from 'commander';

const options = [
  ['--reasons <list>', 'only those rejected for these reasons, such as invalid-value,missing-field'],
  ['--fields <list>', 'only those rejected for these fields, such as SrcVlan,TcpFlags'],
  ['--partitions <list>', 'only those read from these partitions of the input topic'],
  ['--from <time>', 'only those of this time or later, such as 2026-03-01T12:00:00Z'],
  ['--until <time>', 'only those of an earlier time'],
  ['--include-replayed', 'also those that were put back before and rejected again'],
  ['--run <name>', 'a new name begins again with what earlier runs have put back'],
  ['--dry-run', 'count, and write nothing'],
] as const;

/** Adds the options to the command. */
export function withReplayOptions(command: Command): Command {
  for (const [flags, description] of options) {
    const option = new Option(flags, description);
    option.description += ` (${variableOf(option.attributeName())})`;
    command.addOption(option);
  }
  return command;
}

/** The variable that an option stands for: NORMALIZER_REPLAY_DRY_RUN for dryRun. */
export function variableOf(option: string): string {
  return 'NORMALIZER_REPLAY_' + option.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
