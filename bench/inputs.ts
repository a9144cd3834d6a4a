/** Files of distinct records for whole processes, made once. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { anyFlow, generator } from '../normalizer/test/corpus/flow';
import { v2MappedMessage } from '../normalizer/test/corpus/v2';

export const FOLDER = resolve('.cache/bench');

/** So many records as our own collector prints them, all distinct, in the order of their seed. */
export function* records(count: number): IterableIterator<string> {
  const random = generator(1);
  for (let made = 0; made < count; made++) yield v2MappedMessage(anyFlow(random));
}

/** A file with them, one a line. */
export function linesOf(count: number): string {
  const file = join(FOLDER, `${count}.jsonl`);
  if (!existsSync(file)) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(`${file}.new`, [...records(count), ''].join('\n'));
    renameSync(`${file}.new`, file);
  }
  return file;
}
