/** The tables of the reference page of the dialects, made of the declaration of the fields. */
import { extendedLeaves, leaves } from '../src/fields';
import { spellings, type Key, type Leaf, type Spelling } from '../src/fields/leaf';
import { extendedFields, mappedFields, type MappedField } from '../src/fields/mapping';
import { table } from './reference';

const BEGIN = '<!-- Made by `npm run reference -w normalizer` of normalizer/src/fields. -->';
const END = '<!-- To here. -->';

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

const keysOf = ({ sources }: Leaf, spelling: Spelling): readonly Key[] => sources[spelling]?.keys ?? [];

const isStock = (key: Key) => typeof key === 'string';

/** Which leaf comes from which key; v2 has a column for stock keys and one for mapped ones. */
const leafTable = (declared: readonly Leaf[]) =>
  table(
    ['leaf', 'custom', 'v1.0, v1.1', 'v1.2, v1.3', 'v2', 'v2, if mapped'],
    declared.map((leaf) => [
      code([leaf.path]),
      ...spellings.map((spelling) => code(keysOf(leaf, spelling).filter(isStock))),
      code(keysOf(leaf, 'v2').flatMap((key) => (typeof key === 'string' ? [] : [key.name]))),
    ]),
  );

/** Which element of the packet the collector is told to print under which name. */
const fieldTable = (fields: readonly MappedField[]) =>
  table(
    ['element', 'mapped to'],
    fields.map(({ name, element, enterprise }) => [
      enterprise === undefined ? String(element) : `${enterprise}/${element}`,
      code([name]),
    ]),
  );

/** Puts the tables into the page, in the place of those that are there. */
export function withTables(page: string): string {
  const parts = page.split(new RegExp(`(?<=${BEGIN})[^]*?(?=${END})`));
  const tables = [
    leafTable(leaves),
    fieldTable(mappedFields),
    leafTable(extendedLeaves),
    fieldTable(extendedFields),
  ];
  if (parts.length !== tables.length + 1) {
    throw new Error(`the page has ${parts.length - 1} places for ${tables.length} tables`);
  }
  return parts
    .map((part, index) => part + (tables[index] === undefined ? '' : `\n\n${tables[index]}\n\n`))
    .join('');
}
