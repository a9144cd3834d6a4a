/** Writes the reference pages of the modules, and the tables of docs/reference/dialects.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './dialects';
import { reference } from './reference';

const pages = join(__dirname, '../../docs/reference');
for (const name of ['netflow-v9', 'netflow-v9-extensions']) {
  const text = readFileSync(join(__dirname, `${name}.yang`), 'utf8');
  writeFileSync(join(pages, `${name}.md`), reference(text));
}
const dialects = join(pages, 'dialects.md');
writeFileSync(dialects, withTables(readFileSync(dialects, 'utf8')));
