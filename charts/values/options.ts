/** The options of every command that reads values. */
import type { Command } from 'commander';

/** Which values lie over those of the files, and for which environments; each in the order given. */
export interface ValuesOptions {
  readonly values?: readonly string[];
  readonly set?: readonly string[];
  /** None: all environments. */
  readonly environment?: readonly string[];
}

/** Adds `-f`, `--set` and `--environment` to the command. */
export function takeValues(command: Command): Command {
  return command
    .option('-f, --values <file>', "a file of values over the environments' own (repeatable)", collect)
    .option('--set <path=value>', 'a value over all files, in the notation of Helm (repeatable)', collect)
    .option('--environment <name>', 'this environment only (repeatable; default: all)', collect);
}

/** The options as a command line, for a further command that takes them. */
export function toArguments({ values = [], set = [], environment = [] }: ValuesOptions): string[] {
  return [
    ...values.flatMap((file) => ['--values', file]),
    ...set.flatMap((assignment) => ['--set', assignment]),
    ...environment.flatMap((name) => ['--environment', name]),
  ];
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
