export const encodings = ['numeric', 'rfc7951'] as const;

/** `numeric` writes 64-bit integers as JSON numbers, `rfc7951` as strings (RFC 7951 section 6.1). */
export type Encoding = (typeof encodings)[number];

export const timeUnits = ['seconds', 'milliseconds'] as const;

/** How documents are to be written. */
export interface ModelOptions {
  readonly encoding: Encoding;
  /** The unit of first-switched and last-switched. */
  readonly timeUnit: (typeof timeUnits)[number];
}
