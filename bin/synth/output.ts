/** The folder that synth takes away and puts anew. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HEADER } from '../../charts/manifests/write';
import { ValuesError } from '../../charts/values/problem';
import { filesOf } from './changes';

/**
 * Refuses a folder that holds anything but what synth writes: `--output .` must not take a repository away.
 * @param name the folder as the user wrote it
 * @throws ValuesError that says what was found there
 */
export function refuseForeign(folder: string, name: string): void {
  const found = foreign(folder);
  if (found === undefined) return;
  const allowed = 'a folder that synth made, an empty one, or none';
  throw new ValuesError([{ source: `--output ${name}`, path: '', found, allowed }]);
}

function foreign(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (!statSync(folder).isDirectory()) return 'a file';
  const odd = readdirSync(folder, { withFileTypes: true }).find(
    (entry) => !entry.isDirectory() || entry.name.startsWith('.'),
  );
  if (odd !== undefined) return odd.name;
  return filesOf(folder).find(
    (file) =>
      file.endsWith('.yaml') &&
      !file.startsWith('hosts/') &&
      !readFileSync(join(folder, file), 'utf8').startsWith(HEADER),
  );
}
