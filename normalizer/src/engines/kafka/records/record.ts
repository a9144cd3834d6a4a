/** Writes a record into its batch. */
import type { Message } from 'kafkajs';
import { varintSize, writeVarint } from './varint';

type Block = Buffer | null;

export interface PreparedRecord {
  readonly timestampDelta: number | bigint;
  readonly offsetDelta: number;
  readonly key: Block;
  readonly value: Block;
  /** Names and values in turn. */
  readonly headers: readonly Block[];
  /** Bytes behind the length. */
  readonly size: number;
  /** Bytes with the length. */
  readonly bytes: number;
}

/** Says how long a record will be; what is text becomes UTF-8. */
export function prepare(
  { key = null, value, headers = {} }: Message,
  offsetDelta: number,
  timestampDelta: number | bigint,
): PreparedRecord {
  const parts = { key: block(key), value: block(value), headers: blocks(headers) };
  const size = parts.headers.reduce(
    (sum, part) => sum + blockSize(part),
    1 + // attributes, of which a record has none
      varintSize(timestampDelta) +
      varintSize(offsetDelta) +
      blockSize(parts.key) +
      blockSize(parts.value) +
      varintSize(parts.headers.length / 2),
  );
  return { ...parts, timestampDelta, offsetDelta, size, bytes: varintSize(size) + size };
}

/** @returns where the next byte goes */
export function writeRecord(record: PreparedRecord, bytes: Buffer, start: number): number {
  let at = writeVarint(bytes, start, record.size);
  bytes[at++] = 0;
  at = writeVarint(bytes, at, record.timestampDelta);
  at = writeVarint(bytes, at, record.offsetDelta);
  at = writeBlock(record.key, bytes, at);
  at = writeBlock(record.value, bytes, at);
  at = writeVarint(bytes, at, record.headers.length / 2);
  for (const part of record.headers) at = writeBlock(part, bytes, at);
  return at;
}

function writeBlock(block: Block, bytes: Buffer, start: number): number {
  if (block === null) return writeVarint(bytes, start, -1);
  const at = writeVarint(bytes, start, block.length);
  bytes.set(block, at);
  return at + block.length;
}

const blockSize = (block: Block) =>
  block === null ? varintSize(-1) : varintSize(block.length) + block.length;

const block = (content: Buffer | string | null): Block =>
  typeof content === 'string' ? Buffer.from(content) : content;

function blocks(headers: NonNullable<Message['headers']>): Block[] {
  const written: Block[] = [];
  for (const [name, values] of Object.entries(headers)) {
    const key = Buffer.from(name);
    for (const value of Array.isArray(values) ? values : [values ?? null]) written.push(key, block(value));
  }
  return written;
}
