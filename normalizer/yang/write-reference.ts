/** Writes docs/reference/netflow-v9.md, and the tables of docs/reference/dialects.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './dialects';
import { reference } from './reference';

const text = readFileSync(join(__dirname, 'netflow-v9.yang'), 'utf8');
const pages = join(__dirname, '../../docs/reference');
writeFileSync(join(pages, 'netflow-v9.md'), reference(text));
const dialects = join(pages, 'dialects.md');
writeFileSync(dialects, withTables(readFileSync(dialects, 'utf8')));
