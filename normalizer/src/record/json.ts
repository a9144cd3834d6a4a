/** A JSON object as it was parsed, nothing about its values being known. */
export type Message = Readonly<Record<string, unknown>>;

/** Tells whether a parsed JSON value is an object (neither null nor an array). */
export const isObject = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A string, or a number in the place of a value: what follows it ends a value.
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,}\]])/g;

// Up to 15 digits are exact in a double (2^53 has 16).
const exact = /^-?\d{1,15}$/;

/**
 * Parses JSON without losing a digit: numbers that a double may round, and those with a fraction or an
 * exponent, come as strings of their very text.
 * @throws {SyntaxError} exactly when JSON.parse does.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(
    text.replace(token, (found) => (found.startsWith('"') || exact.test(found) ? found : `"${found}"`)),
  );
}
