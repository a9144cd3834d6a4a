/** Commands that are Go modules, built at a version and kept in the workspace. */
import { execFileSync, execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { NotFetched } from './not-fetched';

/**
 * Builds a command, if that hasn't been done.
 * @param path of the command's package
 * @returns the binary's path
 * @throws NotFetched with why there is none, in a line
 */
export function goCommand(path: string, version: string): string {
  const { binary, folder } = place(path, version);
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    try {
      execFileSync('go', ['install', `${path}@${version}`], {
        env: { ...process.env, GOBIN: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
        encoding: 'utf8',
      });
    } catch (error) {
      throw notBuilt(path, error);
    }
  }
  return binary;
}

/** Whether `goCommand` will find it built. */
export function goCommandIsBuilt(path: string, version: string): boolean {
  return existsSync(place(path, version).binary);
}

/**
 * Builds what `goCommand` will find, while other work goes on.
 * @throws NotFetched with why Go could not, in a line
 */
export async function buildGoCommand(path: string, version: string): Promise<void> {
  const { folder } = place(path, version);
  mkdirSync(folder, { recursive: true });
  try {
    await promisify(execFile)('go', ['install', `${path}@${version}`], {
      env: { ...process.env, GOBIN: folder },
    });
  } catch (error) {
    throw notBuilt(path, error);
  }
}

function notBuilt(path: string, error: unknown): NotFetched {
  const { code, stderr = '' } = error as NodeJS.ErrnoException & { stderr?: string };
  const why = stderr.trim().split('\n').at(-1) ?? '';
  return new NotFetched(
    code === 'ENOENT'
      ? 'go not found: Go is needed on the PATH'
      : `${path}: Go could not build it: ${why}; needed: a Go module proxy (GOPROXY)`,
    { cause: error },
  );
}

function place(path: string, version: string): { readonly folder: string; readonly binary: string } {
  const name = path.split('/').at(-1) ?? path;
  const folder = resolve('.cache', name, version);
  return { folder, binary: join(folder, name) };
}
