/** Java servers from Maven Central: their jars, fetched once per machine by Maven itself. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const CACHE = resolve('.cache');

/**
 * The class path of what a pom names, resolved by Maven into its local repository.
 * @param name of `test/servers/<name>.pom.xml`
 * @param version set as the property `<name>.version`
 * @throws Error saying what to install when there's no Maven
 */
export function classPath(name: string, version: string): string {
  const file = join(CACHE, `${name}-${version}.classpath`);
  if (!isComplete(file)) {
    mkdirSync(CACHE, { recursive: true });
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
    const pom = resolve('test/servers', `${name}.pom.xml`);
    try {
      execFileSync(
        'mvn',
        ['-B', '-q', '-f', pom, `-D${name}.version=${version}`, `-Dmdep.outputFile=${file}`, goal],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          encoding: 'utf8',
        },
      );
    } catch (error) {
      const { code, stdout } = error as NodeJS.ErrnoException & { stdout?: string };
      const why =
        code === 'ENOENT'
          ? 'mvn not found: this suite needs a JDK 17 and Maven on the PATH'
          : `Maven could not resolve ${name} ${version}:\n${stdout ?? ''}`;
      throw new Error(why, { cause: error });
    }
  }
  return readFileSync(file, 'utf8').trim();
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
