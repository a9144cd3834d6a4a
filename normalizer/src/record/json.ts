/** A JSON object as it was parsed, nothing about its values being known. */
export type Message = Readonly<Record<string, unknown>>;

/** Tells whether a parsed JSON value is an object (neither null nor an array). */
export const isObject = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Parses JSON without losing a digit: numbers that a double may round come as strings, those that are
 * integers with their digits. Takes time in proportion to the text, whatever the text.
 * @throws {SyntaxError} exactly when JSON.parse does.
 */
export function parseExact(text: string): unknown {
  // What is no JSON must not become it by quoting parts of it.
  const value: unknown = JSON.parse(text);
  const parts: string[] = [];
  let copied = 0;
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfText(text, index);
    } else if (code === MINUS || isDigit(code)) {
      const end = endOfNumber(text, index);
      const exact = exactly(text, index, end);
      if (exact !== undefined) {
        parts.push(text.slice(copied, index), `"${exact}"`);
        copied = end;
      }
      index = end;
    } else {
      index++;
    }
  }
  return parts.length === 0 ? value : JSON.parse(parts.join('') + text.slice(copied));
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const EXACT_DIGITS = 15;
const LONGEST = 400;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/** The index behind the text that begins here. */
function endOfText(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE) {
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  }
  return index + 1;
}

function endOfNumber(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && /[0-9.eE+-]/.test(text.charAt(index))) {
    index++;
  }
  return index;
}

/** A number's digits, or itself if it is no integer; undefined if a double holds it. */
function exactly(text: string, start: number, end: number): string | undefined {
  const length = end - start;
  // Nothing of such a length is of use, and it is too much to calculate with.
  const number = text.slice(start, Math.min(end, start + LONGEST));
  const [mantissa = '', exponent = '0'] = number.split(/[eE]/);
  const [whole = '', decimals = ''] = mantissa.split('.');
  if (number === whole) {
    return length <= EXACT_DIGITS ? undefined : number;
  }
  if (length > LONGEST) {
    return number;
  }
  return shifted(whole, decimals, Number(exponent)) ?? number;
}

/** The digits of `whole.decimals` times ten to the exponent; undefined if that is no integer of use. */
function shifted(whole: string, decimals: string, exponent: number): string | undefined {
  const significant = decimals.replace(/0+$/, '');
  const zeros = exponent - significant.length;
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = (whole.slice(sign.length) + significant).replace(/^0+/, '');
  if (digits === '') {
    return '0';
  }
  if (zeros >= 0) {
    return digits.length + zeros > LONGEST ? undefined : sign + digits + '0'.repeat(zeros);
  }
  const integer = digits.slice(0, zeros);
  return integer !== '' && /^0*$/.test(digits.slice(zeros)) ? sign + integer : undefined;
}

/**
 * Cuts a text of several JSON objects, one after the other, into theirs.
 * @returns undefined if the text is anything else; the parts needn't be valid
 */
export function objectsIn(text: string): readonly string[] | undefined {
  if (!/}\s*{/.test(text)) {
    return undefined;
  }
  const objects: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (depth === 0 && character !== '{' && !/\s/.test(character)) {
      return undefined;
    }
    if (character === '"') {
      index = endOfText(text, index) - 1;
    } else if (character === '{') {
      start = depth === 0 ? index : start;
      depth++;
    } else if (character === '}') {
      depth--;
      if (depth === 0) {
        objects.push(text.slice(start, index + 1));
      }
    }
  }
  return depth === 0 && objects.length > 1 ? objects : undefined;
}
