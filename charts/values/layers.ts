/**
 * Layers of values, merged as Helm merges them, each leaf remembering where it was said.
 *
 * Maps merge, everything else replaces, and `null` removes what a layer below has set.
 */
import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, type ParsedNode } from 'yaml';
import { ValuesError } from './problem';

/** A path into the values: keys of maps and indexes of lists. */
export type Path = readonly PropertyKey[];

/** One file or one `--set` option: its content, and the place of each path that it sets. */
export interface Layer {
  readonly content: unknown;
  /** Where the layer says what is at the path, or at the nearest path above it that it mentions. */
  readonly placeOf: (path: Path) => string | undefined;
}

/**
 * Reads a YAML file as a layer.
 * @param file as the user wrote it; messages name it so
 * @throws ValuesError when the file can't be read, or isn't a YAML map
 */
export function fileLayer(file: string): Layer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(error);
    throw new ValuesError([{ source: file, path: '', found, allowed: 'a readable YAML file' }]);
  }
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  if (document.errors.length > 0) {
    throw new ValuesError(
      document.errors.map((error) => ({
        source: `${file}:${lineCounter.linePos(error.pos[0]).line}`,
        path: '',
        found: error.message.split(/ at line |\n/)[0] ?? error.message,
        allowed: 'valid YAML',
      })),
    );
  }
  const { contents } = document;
  const empty = contents === null || (isScalar(contents) && contents.value === null);
  if (!empty && !isMap(contents)) {
    throw new ValuesError([{ source: file, path: '', found: 'no map', allowed: 'a map of values' }]);
  }
  return {
    content: empty ? {} : document.toJS(),
    placeOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const position = keyPosition(contents, path.slice(0, length));
        if (position !== undefined) return `${file}:${lineCounter.linePos(position).line}`;
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
export function merge(layers: readonly Layer[]): Layer {
  return {
    content: layers.reduce<unknown>((below, { content }) => overlay(below, content), {}),
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

function overlay(below: unknown, above: unknown): unknown {
  if (!isPlainMap(above)) return above;
  const result: Record<string, unknown> = isPlainMap(below) ? { ...below } : {};
  for (const [key, value] of Object.entries(above)) {
    if (value === null) Reflect.deleteProperty(result, key);
    else result[key] = overlay(result[key], value);
  }
  return result;
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
