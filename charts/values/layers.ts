/**
 * Layers of values, merged as Helm merges them, each leaf remembering where it was said.
 *
 * Maps merge, everything else replaces, and `null` removes what a layer below has set.
 */
import { isMap, isScalar, type ParsedNode } from 'yaml';
import { ValuesError } from './problem';
import { readYamlFile } from './yaml-file';

/** A path into the values: keys of maps and indexes of lists. */
export type Path = readonly PropertyKey[];

/** One file or one `--set` option: its content, and the place of each path that it sets. */
export interface Layer {
  readonly content: unknown;
  /** Where the layer says what is at the path, or at the nearest path above it that it mentions. */
  readonly placeOf: (path: Path) => string | undefined;
}

/** Layers in one: `null` is gone from the content, and what it was said of is remembered. */
export interface MergedLayers extends Layer {
  readonly removed: readonly Path[];
}

/**
 * Reads a YAML file as a layer.
 * @param file as the user wrote it; messages name it so
 * @throws ValuesError when the file can't be read, or isn't a YAML map
 */
export function fileLayer(file: string): Layer {
  const { content, contents, lineAt } = readYamlFile(file);
  const empty = contents === null || (isScalar(contents) && contents.value === null);
  if (!empty && !isMap(contents)) {
    throw new ValuesError([{ source: file, path: '', found: 'no map', allowed: 'a map of values' }]);
  }
  return {
    content: empty ? {} : content,
    placeOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const position = keyPosition(contents, path.slice(0, length));
        if (position !== undefined) return `${file}:${lineAt(position)}`;
      }
      return undefined;
    },
  };
}

/** The offset at which the path's last key (or list item) stands, when the document has it. */
function keyPosition(root: ParsedNode | null, path: Path): number | undefined {
  let node: unknown = root;
  let position: number | undefined;
  for (const key of path) {
    if (isMap<ParsedNode, ParsedNode>(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) return undefined;
      position = pair.key.range[0];
      node = pair.value;
    } else {
      const item = (node as { items?: ParsedNode[] } | null)?.items?.[Number(key)];
      if (item === undefined) return undefined;
      position = item.range[0];
      node = item;
    }
  }
  return position;
}

/** Merges the layers, later over earlier; says for each path which layer had the last word. */
export function merge(layers: readonly Layer[]): MergedLayers {
  return {
    content: layers.reduce<unknown>((below, { content }) => overlay(below, content), {}),
    removed: layers.flatMap(({ content }) => nulls(content)),
    placeOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const exact = path.slice(0, length);
        const last = layers.findLast(({ content }) => has(content, exact));
        if (last !== undefined) return last.placeOf(exact);
      }
      return layers[0]?.placeOf([]);
    },
  };
}

function has(content: unknown, path: Path): boolean {
  let value = content;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return true;
}

/** The second over the first: maps are merged, all else is replaced, and null removes. */
export function overlay(below: unknown, above: unknown): unknown {
  if (!isPlainMap(above)) return above;
  // A Map takes every key, `__proto__` too, for the schema to refuse it.
  const result = new Map<string, unknown>(isPlainMap(below) ? Object.entries(below) : []);
  for (const [key, value] of Object.entries(above)) {
    if (value === null) result.delete(key);
    else result.set(key, overlay(result.get(key), value));
  }
  return Object.fromEntries(result);
}

function nulls(content: unknown, path: Path = []): Path[] {
  if (content === null) return [path];
  if (!isPlainMap(content)) return [];
  return Object.entries(content).flatMap(([key, value]) => nulls(value, [...path, key]));
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
