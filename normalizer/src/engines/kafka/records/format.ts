/** Where the parts of a record batch lie (record format 2, Kafka 0.11 and newer), in bytes from its start. */
export const OFFSET_OF = {
  firstOffset: 0,
  length: 8,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  count: 57,
  records: 61,
} as const;

/** What `length` counts starts here. */
export const AFTER_LENGTH = 12;

/** The record format that this is, in the byte `magic`. */
export const FORMAT = 2;

/** Bits of the attributes. */
export const ATTRIBUTE = { codec: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20 } as const;
