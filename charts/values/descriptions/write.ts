/** Writes what is made of the descriptions of the values. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { valuesJsonSchema } from './json-schema';
import { reference } from './reference';

/**
 * Writes `values.schema.json` and, where there is a `docs/reference/`, `values.md` in it.
 * @param root the folder that holds `values.yaml`
 */
export function writeDescriptions(root = '.'): void {
  const schema = valuesJsonSchema(parse(readFileSync(join(root, 'values.yaml'), 'utf8')));
  replace(join(root, 'values.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
  const documentation = join(root, 'docs', 'reference');
  if (existsSync(documentation)) replace(join(documentation, 'values.md'), reference(schema));
}

/** Puts a text in the place of a file's, which is never there by half. */
function replace(file: string, text: string): void {
  const next = `${file}.next`;
  try {
    writeFileSync(next, text);
    renameSync(next, file);
  } finally {
    rmSync(next, { force: true });
  }
}
