/** Java servers from Maven Central: their jars, fetched once per machine by Maven itself. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { NotFetched } from './not-fetched';
import { onceInRun } from './once';

const CACHE = resolve('.cache');

/**
 * The class path of what a pom names, resolved by Maven into its local repository.
 * @param name of `test/servers/<name>.pom.xml`
 * @param version set as the property `<name>.version`
 * @throws Error saying what to install when there's no Maven
 */
export function classPath(name: string, version: string): string {
  const file = fileOf(name, version);
  onceInRun(`${name}-${version}`, () => {
    if (!isComplete(file)) resolveJars(name, version);
  });
  return readFileSync(file, 'utf8').trim();
}

function resolveJars(name: string, version: string): void {
  mkdirSync(CACHE, { recursive: true });
  try {
    execFileSync('mvn', ['-q', ...resolving(name, version)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    const { code, stdout } = error as NodeJS.ErrnoException & { stdout?: string };
    const why =
      code === 'ENOENT'
        ? 'mvn not found: a JDK 17 and Maven are needed on the PATH'
        : `Maven could not resolve ${name} ${version}:\n${stdout ?? ''}`;
    throw new Error(why, { cause: error });
  }
}

/**
 * Has Maven fetch what `classPath` will find, while other work goes on.
 * @param tell called with each file that is being downloaded
 * @throws NotFetched with why Maven could not, in a line
 */
export async function fetchJars(name: string, version: string, tell: (file: string) => void): Promise<void> {
  if (isComplete(fileOf(name, version))) return;
  mkdirSync(CACHE, { recursive: true });
  const maven = spawn('mvn', resolving(name, version), { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(maven, 'close');
  const errors: string[] = [];
  for await (const line of createInterface(maven.stdout)) {
    const downloaded = /^\[INFO\] Downloading .*\/([^/]+)$|^Downloading .*\/([^/]+)$/.exec(line);
    if (downloaded !== null) tell(downloaded[1] ?? downloaded[2] ?? '');
    if (line.startsWith('[ERROR]')) errors.push(line);
  }
  const [status] = (await ended) as [number | null];
  if (status !== 0) {
    const needed = 'Maven Central or a mirror of it, and a local repository that can be written to';
    throw new NotFetched(
      `${name} ${version}: Maven could not fetch it: ${reason(errors)}; needed: ${needed}`,
    );
  }
}

/** What failed in the end, of a line that begins with all that failed because of it. */
function reason([first = 'it does not say why']: readonly string[]): string {
  const [why] = /Could not transfer .*/.exec(first) ?? [first.replace('[ERROR] ', '')];
  return why.replace(/\s*-> \[Help 1\]$/, '');
}

const fileOf = (name: string, version: string) => join(CACHE, `${name}-${version}.classpath`);

/** Maven's arguments: write the class path into the file. */
function resolving(name: string, version: string): string[] {
  return [
    '-B',
    '-Dstyle.color=never',
    ...['-f', resolve('test/servers', `${name}.pom.xml`)],
    `-D${name}.version=${version}`,
    `-Dmdep.outputFile=${fileOf(name, version)}`,
    'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath',
  ];
}

/** A class path is remembered by the workspace; its jars lie in Maven's repository and may have gone. */
function isComplete(file: string): boolean {
  return (
    existsSync(file) &&
    readFileSync(file, 'utf8')
      .trim()
      .split(delimiter)
      .every((jar) => existsSync(jar))
  );
}
