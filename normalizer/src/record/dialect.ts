import type { z } from 'zod';
import type { FlowRecord } from './flow-record';
import type { Message } from './json';

/** One way in which a GoFlow2 writes a flow as JSON. */
export interface Dialect {
  readonly name: string;
  /** Tells by its keys whether a message is of this dialect. */
  recognises(message: Message): boolean;
  /**
   * Reads a message of this dialect.
   * @param text the JSON text that the message was parsed from
   * @throws {Mismatch} exactly when the message does not fit {@link schemaOf}.
   */
  decode(message: Message, text: string): FlowRecord;
  /** The schema that says what is wrong with a message that {@link decode} refuses. */
  schemaOf(message: Message): z.ZodType;
}
