/** Where this package lies: in a clone the folder that people work in, elsewhere one below their `node_modules`. */
import { join, relative, resolve } from 'node:path';

const PACKAGE = resolve(__dirname, '..', '..');

/** A file of this package, as a path from the current folder on. */
export function packageFile(name: string): string {
  return relative('.', join(PACKAGE, name));
}

/** Whether a folder is this package itself, and not one that has its own values and takes the package's defaults. */
export function isPackage(folder: string): boolean {
  return resolve(folder) === PACKAGE;
}
