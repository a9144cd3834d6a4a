/** Reads a YAML file whose mistakes are somebody's to mend: each is told in a line. */
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { ValuesError } from './problem';

/** Of one mistake the parser may make hundreds. */
const MOST_ERRORS = 10;

/** A file's nodes and content, and the line that an offset into it is in. */
export interface YamlFile {
  readonly contents: Document.Parsed['contents'];
  readonly content: unknown;
  readonly lineAt: (offset: number) => number;
}

/** @throws ValuesError when the file can't be read, isn't YAML, or is made to take all memory */
export function readYamlFile(file: string): YamlFile {
  const lineCounter = new LineCounter();
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  const document = parseDocument(textOf(file), { lineCounter });
  if (document.errors.length > 0) {
    throw new ValuesError(
      document.errors.slice(0, MOST_ERRORS).map((error) => ({
        source: `${file}:${lineAt(error.pos[0])}`,
        path: '',
        found: error.message.split(/ at line |\n/)[0] ?? error.message,
        allowed: 'valid YAML',
      })),
    );
  }
  return { contents: document.contents, content: contentOf(file, document), lineAt };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'a folder' : message;
    throw new ValuesError([{ source: file, path: '', found, allowed: 'a readable YAML file' }]);
  }
}

/** The parser refuses aliases that name nothing, and those that multiply without end. */
function contentOf(file: string, document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ValuesError([{ source: file, path: '', found: error.message, allowed: 'values written out' }]);
  }
}
