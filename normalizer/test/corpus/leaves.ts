import { parseExact } from '../../src/record/json';

/** The leaves of a document by their paths below the root, 64-bit integers in all their digits. */
export function leavesOf(document: string): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const visit = (value: unknown, path: readonly string[]) => {
    if (Array.isArray(value)) {
      value.forEach((entry) => {
        visit(entry, path);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        visit(member, [...path, name]);
      }
    } else {
      leaves.set(path.slice(1).join('/'), value);
    }
  };
  visit(parseExact(document), []);
  return leaves;
}
