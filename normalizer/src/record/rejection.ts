/** Why a message could not be accepted; the set is closed, so that metrics can count by it. */
export const rejectionReasons = [
  /** The Kafka record has no value (a tombstone). */
  'no-value',
  /** The bytes are not JSON. */
  'not-json',
  /** JSON, but no dialect of GoFlow2 knows it. */
  'unknown-shape',
  /** A key without which there is no valid record is not there. */
  'missing-field',
  /** A value without which there is no flow is none. */
  'invalid-value',
  /** The flow is not one of IPv4 or IPv6. */
  'not-ip',
  /** What it leads to is larger than its topic takes: said by the engines, and the value is cut. */
  'too-large',
  /** The normaliser itself failed: a defect, to be reported. The record is kept as any other rejected one. */
  'internal-error',
] as const;

export type RejectionReason = (typeof rejectionReasons)[number];

/** A message refused: the reason, the input's key it lies in (null if in none), and a sentence. */
export class Rejection {
  constructor(
    readonly reason: RejectionReason,
    readonly field: string | null,
    readonly message: string,
  ) {}
}
