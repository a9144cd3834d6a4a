/**
 * What a manifest must say for the system to work, and why: the reasons that stand in comments and
 * documentation, as assertions. Golden files are made anew with each change and notice nothing; these are not.
 */
import { configuration, manifest } from '../manifests';
import { every } from '../checks/objects';

/** One line of a contract. */
export interface Clause {
  /** Below `dist/<environment>/`. */
  readonly file: string;
  /** A path in the object (`spec.template.spec.containers[].args[]` tells all), or `data.<key>` of a ConfigMap. */
  readonly field: string;
  /** What stands there: the value; for several places all of them; for a text a part of it. */
  readonly says: unknown;
  /** What happens otherwise. */
  readonly why: string;
}

/** What the tables speak of: `<environment>/<file>`. */
export const spokenOf = new Set<string>();

/** A table of clauses as tests, for each of the environments. */
export function contract(environments: readonly string[], clauses: readonly Clause[]): void {
  for (const environment of environments) {
    for (const { file } of clauses) spokenOf.add(`${environment}/${file}`);
  }
  describe.each(environments)('%s', (environment) => {
    test.each(clauses)('$file: $field says $says: $why', ({ file, field, says }) => {
      expect(found(environment, file, field)).toEqual(
        says instanceof RegExp ? expect.stringMatching(says) : says,
      );
    });
  });
}

/** Clauses of one file, each as field, value and why. */
export function clauses(
  file: string,
  rows: readonly (readonly [field: string, says: unknown, why: string])[],
): Clause[] {
  return rows.map(([field, says, why]) => ({ file, field, says, why }));
}

/** An object, or a list, with at least these parts. */
export const having = (parts: Readonly<Record<string, unknown>>): unknown => expect.objectContaining(parts);
export const including = (...items: readonly unknown[]): unknown => expect.arrayContaining([...items]);

/** The value at a path; all of them for a path into lists; undefined where there is none. */
function found(environment: string, file: string, field: string): unknown {
  const [, key] = /^data\.(.+)$/.exec(field) ?? [];
  if (key !== undefined) return configuration(environment, file, key);
  const values = every(manifest(environment, file), field).map(({ value }) => value);
  return field.includes('[]') ? values : values[0];
}

/** A line of a properties file or script, alone. */
export const line = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm');
