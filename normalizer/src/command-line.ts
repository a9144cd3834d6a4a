/** How every command of this repository is spoken to: the same help, and one line for each mistake. */
import type { Command } from 'commander';

/** What `--help` says below the options; each entry is what is written and what it means. */
export interface Help {
  readonly examples: readonly Entry[];
  /** Environment variables that are read; looked at when the help is shown. */
  readonly environment?: readonly Entry[];
  readonly exitCodes: readonly Entry[];
}
export type Entry = readonly [written: string, meaning: string];

/** Gives the command its help, `--version`, and messages of one line. */
export function speakable(command: Command, version: string, help: Help): Command {
  return command
    .helpOption('-h, --help', 'show this text')
    .version(version, '--version', 'show the version')
    .configureOutput({
      outputError: (text, write) => {
        const message = text
          .replace(/^error: /, '')
          .trim()
          .replace(/\.$/, '');
        write(`${nameOf(command)}: ${message.replaceAll(/\s*\n\s*/g, ' ')}; --help shows what there is\n`);
      },
    })
    .addHelpText('after', section('Examples', help.examples))
    .addHelpText('after', () => section('Environment', help.environment ?? []))
    .addHelpText('after', section('Exit codes', help.exitCodes));
}

/** As it is typed: `synth`, or `normalizer stdio`. */
function nameOf(command: Command): string {
  const name = command.name().replace(/^npm run (\S+).*/, '$1');
  return command.parent === null ? name : `${nameOf(command.parent)} ${name}`;
}

function section(title: string, entries: readonly Entry[]): string {
  if (entries.length === 0) return '';
  const width = Math.max(...entries.map(([written]) => written.length));
  const lines = entries.map(([written, meaning]) => `  ${written.padEnd(width)}  ${meaning}`);
  return `\n${title}:\n${lines.join('\n')}`;
}

/** What the system says by a code, in words. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'permission denied; needed: a place that this user may use',
  EPERM: 'permission denied; needed: a place that this user may use',
  EROFS: 'the file system is read-only; needed: a place that can be written to',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left of the disk quota',
  EBUSY: 'in use, or a mount point',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'something else of this name is there',
  ENOENT: 'there is no such file or folder',
  EISDIR: 'a folder; needed: a file',
  ELOOP: 'links in the path lead in a circle',
  ENAMETOOLONG: 'a name in the path is too long',
  EADDRINUSE: 'the port is taken by another program; needed: a free one',
  EADDRNOTAVAIL: 'this machine has no such address',
};

/**
 * Runs the command that the command line asks for. An error that people can do something about is told in its
 * own words, without a stack trace, and ends with exit code 1; any other is a defect of ours and is thrown on.
 * @param ours the classes of errors whose message is for people
 */
export async function run(
  command: Command,
  ...ours: readonly (abstract new (...args: never) => Error)[]
): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    tell(error, ...ours);
  }
}

/** Tells an error in one line, and has the process end with exit code 1; throws it on, if it is a defect of ours. */
export function tell(error: unknown, ...ours: readonly (abstract new (...args: never) => Error)[]): void {
  const words = inWords(error, ours);
  if (words === undefined) throw error;
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}

function inWords(
  error: unknown,
  ours: readonly (abstract new (...args: never) => Error)[],
): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (ours.some((expected) => error instanceof expected)) return error.message;
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number };
  const reason = code === undefined ? undefined : SYSTEM[code];
  if (reason === undefined) return undefined;
  // Of what is written to an open file, the system names no path.
  const where = path ?? (port === undefined ? undefined : `port ${port}`);
  return where === undefined ? reason : `${where}: ${reason}`;
}
