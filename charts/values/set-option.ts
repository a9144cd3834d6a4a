/** `--set path=value`, in Helm's notation. */
import type { Layer } from './layers';
import { inOneLine, ValuesError } from './problem';

/** Names that would reach an object's prototype instead of a value. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one `--set` option: `a.b=1`, `a.b=x,c=true` (several), `a={x,y}` (a list), `a=null` (remove),
 * `a\.b=x` (a dot within a key). Integers, `true`, `false` and `null` are read as such, all else as text.
 * Lists are replaced as a whole, as in files; there is no `a[0]`.
 * @throws ValuesError when it isn't `path=value`
 */
export function setLayer(option: string): Layer {
  const content: Record<string, unknown> = {};
  for (const assignment of splitOutsideBraces(option)) {
    const separator = assignment.indexOf('=');
    const path = separator < 0 ? [] : splitPath(assignment.slice(0, separator));
    if (path.length === 0 || path.some((key) => key === '' || key.includes('[') || FORBIDDEN.has(key))) {
      throw new ValuesError([
        {
          source: '--set',
          path: '',
          found: inOneLine(assignment),
          allowed: 'path=value, such as kafka.brokers=3 (lists: path={a,b})',
        },
      ]);
    }
    assign(content, path, readValue(assignment.slice(separator + 1)));
  }
  // A line break in it would tear the message apart.
  const shown = /\p{Cc}/u.test(option) ? inOneLine(option) : option;
  return { content, placeOf: () => `--set ${shown}` };
}

function assign(content: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let map = content;
  for (const key of path.slice(0, -1)) {
    const next = map[key];
    const deeper: Record<string, unknown> = typeof next === 'object' ? { ...next } : {};
    map[key] = deeper;
    map = deeper;
  }
  map[path[path.length - 1] ?? ''] = value;
}

/** Splits at commas, but not at `\,` nor within braces. */
function splitOutsideBraces(text: string): string[] {
  return text.split(/(?<!\\),(?![^{]*\})/);
}

function splitPath(text: string): string[] {
  return text.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
}

function readValue(text: string): unknown {
  if (text.startsWith('{') && text.endsWith('}')) {
    const items = text.slice(1, -1);
    return items === '' ? [] : items.split(/(?<!\\),/).map(readValue);
  }
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  return text.replaceAll('\\,', ',');
}
