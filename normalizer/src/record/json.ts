/** A JSON object as it was parsed, nothing about its values being known. */
export type Message = Readonly<Record<string, unknown>>;

/** Tells whether a parsed JSON value is an object (neither null nor an array). */
export const isObject = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A string, or a number in the place of a value: what follows it ends a value.
const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,}\]])/g;

// A double holds all integers of 15 digits.
const long = /^-?\d{16,}$/;

/**
 * Parses JSON without losing a digit of an integer: those that a double may round come as strings of
 * their digits.
 * @throws {SyntaxError} exactly when JSON.parse does.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(token, (found) => (long.test(found) ? `"${found}"` : found)));
}
