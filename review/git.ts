/** What the review asks git: which commits there are to compare, and what is in them. */
import { spawnSync } from 'node:child_process';

/** Something the user can put right: an unknown revision, a manifest that isn't YAML. */
export class LoadError extends Error {}

/**
 * Asks git whether there is something to compare with at all, so that no revision is blamed for it.
 * @throws LoadError without git, outside of a repository, and before its first commit
 */
export function requireCommits(repository: string): void {
  try {
    git(repository, ['rev-parse', '--git-dir']);
  } catch (error) {
    if (!(error instanceof LoadError && error.message.includes('not a git repository'))) throw error;
    throw new LoadError(`${repository}: found no git repository; needed: one, whose revisions are compared`);
  }
  if (git(repository, ['rev-list', '--all', '--max-count=1']).length === 0)
    throw new LoadError(`${repository}: found no commit; needed: one to compare with`);
}

/**
 * The full name of the commit that a revision stands for.
 * @throws LoadError when there is none
 */
export function resolveCommit(repository: string, revision: string): string {
  const commit = tryGit(repository, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  if (commit === undefined)
    throw new LoadError(`git knows no revision "${revision}"; fetch it or name another`);
  return commit;
}

/**
 * What a branch is compared with when nobody says it: where it left `origin/main`, so that what others have
 * merged since isn't shown as undone; without a remote, the commit before the last.
 */
export function defaultBase(repository: string): { readonly name: string; readonly commit: string } {
  const forked = tryGit(repository, ['merge-base', 'origin/main', 'HEAD']);
  if (forked !== undefined) return { name: 'origin/main', commit: forked };
  const previous = tryGit(repository, ['rev-parse', '--verify', 'HEAD~1^{commit}']);
  if (previous !== undefined) return { name: 'HEAD~1', commit: previous };
  throw new LoadError(
    'found no origin/main, and no commit before HEAD; needed: a revision to compare with, such as --base HEAD',
  );
}

/** The texts of many blobs by one process. */
export function blobs(repository: string, ids: readonly string[]): string[] {
  const output = git(repository, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let position = 0;
  return ids.map(() => {
    const end = output.indexOf('\n', position);
    const size = Number(output.toString('utf8', position, end).split(' ')[2]);
    position = end + 1 + size + 1;
    return output.toString('utf8', end + 1, end + 1 + size);
  });
}

/**
 * What a command of git prints.
 * @throws LoadError with git's own words, in a line
 */
export function git(repository: string, args: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: repository,
    env: { ...process.env, LC_ALL: 'C' },
    input,
    maxBuffer: 1 << 30,
  });
  if (error) throw new LoadError(`git can't be run: ${error.message}; needed: git on the PATH`);
  if (status !== 0)
    throw new LoadError(`git ${args[0] ?? ''}: ${stderr.toString().trim().replaceAll(/\s+/g, ' ')}`);
  return stdout;
}

function tryGit(repository: string, args: readonly string[]): string | undefined {
  try {
    return git(repository, args).toString().trim();
  } catch {
    return undefined;
  }
}
