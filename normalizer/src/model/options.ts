export const encodings = ['numeric', 'rfc7951'] as const;

/** `numeric` writes 64-bit integers as JSON numbers, `rfc7951` as strings (RFC 7951 section 6.1). */
export type Encoding = (typeof encodings)[number];

export const timeUnits = ['seconds', 'milliseconds'] as const;

export const notIpActions = ['reject', 'drop'] as const;

/** How documents are to be written. */
export interface ModelOptions {
  readonly encoding: Encoding;
  /** The unit of first-switched and last-switched. */
  readonly timeUnit: (typeof timeUnits)[number];
  /** Whether leaves of the module netflow-v9-extensions are written; they are not by default. */
  readonly extensions?: boolean | undefined;
  /** What becomes of flows that are none of IP; rejected by default. */
  readonly notIp?: (typeof notIpActions)[number] | undefined;
  /** The sampling interval of exporters that tell none. */
  readonly defaultSamplingInterval?: number | undefined;
  /** The same for the exporters of a prefix; of several that an address is in, the longest counts. */
  readonly samplingIntervals?: Readonly<Record<string, number>> | undefined;
}
