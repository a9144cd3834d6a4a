/** Writes what is made of the descriptions of the values. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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
  writeFileSync(join(root, 'values.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
  const documentation = join(root, 'docs', 'reference');
  if (existsSync(documentation)) writeFileSync(join(documentation, 'values.md'), reference(schema));
}
