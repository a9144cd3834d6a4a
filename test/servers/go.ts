/** Commands that are Go modules, built at a version and kept in the workspace. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Builds a command, if that hasn't been done.
 * @param path of the command's package
 * @returns the binary's path
 * @throws Error saying what to install when there's no Go
 */
export function goCommand(path: string, version: string): string {
  const name = path.split('/').at(-1) ?? path;
  const folder = resolve('.cache', name, version);
  const binary = join(folder, name);
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('go', ['install', `${path}@${version}`], {
        env: { ...process.env, GOBIN: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
    } catch (error) {
      const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
      const why =
        code === 'ENOENT' ? 'go not found: this suite needs Go on the PATH' : `go install:\n${stderr ?? ''}`;
      throw new Error(why, { cause: error });
    }
  }
  return binary;
}
