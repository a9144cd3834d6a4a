/**
 * What the operating system can do at once, and Node has no function for: a lock that ends with its process,
 * however that ends, and two folders that change places.
 */
import koffi, { type KoffiFunc } from 'koffi';

/** Returns 0, or -1 after an error. */
type SystemCall = KoffiFunc<(...args: (number | string)[]) => number>;

/** A function of the C library; undefined where it has none of that name. */
function call(declaration: string): SystemCall | undefined {
  try {
    return koffi.load(null).func(declaration) as SystemCall;
  } catch {
    return undefined;
  }
}

const flock = call('int flock(int fd, int operation)');
const LOCK_EXCLUSIVELY_OR_FAIL = 2 | 4;

/**
 * Locks an open file for this process, until it closes the file or ends.
 * @returns false, if another process has the lock; true without a lock where the system knows none (Windows)
 */
export function lock(descriptor: number): boolean {
  return flock === undefined || flock(descriptor, LOCK_EXCLUSIVELY_OR_FAIL) === 0;
}

const CURRENT_FOLDER = -100;
const EXCHANGE = 2;
const linux = call('int renameat2(int olddirfd, str oldpath, int newdirfd, str newpath, unsigned int flags)');
const darwin = call('int renamex_np(str from, str to, unsigned int flags)');

/**
 * Has two folders change places, with no moment in which one of them is missing.
 * @returns false, if the system or the file system can't do that (NFS, for one)
 */
export function exchange(one: string, other: string): boolean {
  if (linux !== undefined) return linux(CURRENT_FOLDER, one, CURRENT_FOLDER, other, EXCHANGE) === 0;
  return darwin !== undefined && darwin(one, other, EXCHANGE) === 0;
}
