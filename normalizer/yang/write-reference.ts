/** Writes docs/reference/netflow-v9.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reference } from './reference';

const text = readFileSync(join(__dirname, 'netflow-v9.yang'), 'utf8');
writeFileSync(join(__dirname, '../../docs/reference/netflow-v9.md'), reference(text));
