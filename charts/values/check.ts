/** Turns merged layers into checked values, or into the list of everything that is wrong with them. */
import type { z } from 'zod';
import { allowedAt, isUnknown } from './allowed';
import type { Layer, MergedLayers, Path } from './layers';
import { inOneLine, type Problem, ValuesError } from './problem';
import { rules } from './rules';
import { valuesSchema, type Values } from './schema';

type Issue = z.core.$ZodIssue;

/** zod's own message for a union that has none. */
const UNSAID = 'Invalid input';

/** Values that can be used, and what somebody should know about them all the same. */
export interface CheckedValues {
  readonly values: Values;
  readonly warnings: readonly Problem[];
  /** The objection to what is at a path, with where that was said. */
  readonly problemAt: (path: Path, allowed: string) => Problem;
}

/**
 * Checks shape first, then what must fit together, and reports all of it.
 * @throws ValuesError with every problem: source, path, what was found, what is allowed
 */
export function checkValues(merged: MergedLayers): CheckedValues {
  const parsed = valuesSchema.safeParse(merged.content);
  const problems = [
    ...(parsed.error?.issues.flatMap((issue) => shapeProblems(issue, merged)) ?? []),
    ...merged.removed.filter(isUnknown).map((path) => unknownKey(path, merged)),
  ];
  const misshapen = parsed.error?.issues.filter(({ code }) => code !== 'unrecognized_keys') ?? [];
  const broken = new Set(misshapen.map(({ path }) => path[0]));
  const values = parsed.data ?? whatIsRight(merged.content, parsed.error.issues);
  const warnings: Problem[] = [];
  for (const { reads, check } of rules) {
    // A rule whose sections have the wrong shape has nothing to stand on.
    if (reads.some((section) => broken.has(section))) continue;
    for (const { path, allowed, severity } of check(values)) {
      (severity === 'warning' ? warnings : problems).push(problemAt(merged, path, allowed));
    }
  }
  if (problems.length > 0) throw new ValuesError(problems);
  return { values, warnings, problemAt: (path, allowed) => problemAt(merged, path, allowed) };
}

/**
 * The values without unknown keys, each section with its defaults: what rules can look at although something
 * is wrong elsewhere. A section that is wrong itself stays as it was said.
 */
function whatIsRight(content: unknown, issues: readonly Issue[]): Values {
  const known = structuredClone(content) as Record<string, unknown>;
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    for (const key of issue.keys) Reflect.deleteProperty(valueAt(known, issue.path) as object, key);
  }
  for (const [section, schema] of Object.entries(valuesSchema.shape)) {
    const { data } = (schema as z.ZodType).safeParse(known[section]);
    if (data !== undefined) known[section] = data;
  }
  return known as Values;
}

function shapeProblems(issue: Issue, merged: Layer): Problem[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey([...issue.path, key], merged));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({
        ...problemAt(merged, issue.path, message),
        found: `the key "${String(issue.path.at(-1))}"`,
      }));
    case 'invalid_format':
    case 'custom':
      return [problemAt(merged, issue.path, issue.message)];
    case 'invalid_union': {
      // One that has the right type is nearer than what has not.
      const nearest = issue.errors.flat().find(({ code }) => code === 'invalid_format');
      const said = nearest?.message ?? issue.message;
      return [problemAt(merged, issue.path, said === UNSAID ? allowedAt(issue.path) : said)];
    }
    default:
      return [problemAt(merged, issue.path, allowedAt(issue.path))];
  }
}

function unknownKey(path: Path, merged: Layer): Problem {
  return {
    ...problemAt(merged, path, allowedAt(path.slice(0, -1))),
    found: `the unknown key "${String(path.at(-1))}"`,
  };
}

function problemAt(merged: Layer, path: Path, allowed: string): Problem {
  return {
    source: merged.placeOf(path) ?? 'values.yaml',
    path: path.map(String).join('.'),
    found: inOneLine(valueAt(merged.content, path)),
    allowed,
  };
}

function valueAt(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    content,
  );
}
