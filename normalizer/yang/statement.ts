/** A reader of YANG text, as much of it as our own module needs (RFC 7950 section 6). */

/** One statement: a keyword, its argument, and the statements within. */
export interface Statement {
  readonly keyword: string;
  readonly argument: string;
  readonly substatements: readonly Statement[];
}

// A quoted text, a brace, a semicolon, or a word; comments do not occur.
const token = /"(?:[^"\\]|\\.)*"|[{};]|[^\s{};"]+/g;

/** Parses a text of one statement, such as a module. */
export function parse(text: string): Statement {
  const tokens = text.match(token) ?? [];
  let position = 0;
  const next = () => tokens[position++] ?? '';

  function statement(): Statement {
    const keyword = next();
    const following = next();
    if (following === ';' || following === '{') {
      return { keyword, argument: '', substatements: following === ';' ? [] : block() };
    }
    return { keyword, argument: unquoted(following), substatements: next() === '{' ? block() : [] };
  }

  function block(): Statement[] {
    const statements: Statement[] = [];
    while (position < tokens.length && tokens[position] !== '}') {
      statements.push(statement());
    }
    position++;
    return statements;
  }

  return statement();
}

// Line breaks in a quoted text are layout here: descriptions are sentences.
const unquoted = (text: string) => (text.startsWith('"') ? text.slice(1, -1).replace(/\s+/g, ' ') : text);

/** The substatements with a keyword. */
export const all = (of: Statement, keyword: string): Statement[] =>
  of.substatements.filter((statement) => statement.keyword === keyword);

/** The argument of the only substatement with a keyword, if there is one. */
export const one = (of: Statement, keyword: string): string | undefined => all(of, keyword)[0]?.argument;
