/**
 * Numbers of variable length, as Kafka's records have them: zigzag, seven bits a byte, the lowest first. Those that
 * a double can't tell exactly are bigints; only timestamps are ever so large.
 */

/** A place in bytes, which moves on with each reading. @throws RangeError for a reading beyond their end */
export class Cursor {
  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  /** A number of at most 32 bits. */
  varint(): number {
    return Number(this.varlong());
  }

  /** A number of at most 64 bits. */
  varlong(): number | bigint {
    const { bytes, at: start } = this;
    let byte = bytes.readUInt8(this.at++);
    let zigzag = byte & 0x7f;
    for (let scale = 0x80; byte > 0x7f; scale *= 0x80) {
      byte = bytes.readUInt8(this.at++);
      zigzag += (byte & 0x7f) * scale;
    }
    if (zigzag > Number.MAX_SAFE_INTEGER) return large(bytes.subarray(start, this.at));
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  /** Bytes behind their length; null for a length of -1. */
  block(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError('a record is longer than its batch');
    return this.bytes.subarray(start, this.at);
  }
}

function large(bytes: Buffer): bigint {
  const zigzag = bytes.reduceRight((high, byte) => (high << 7n) | BigInt(byte & 0x7f), 0n);
  return BigInt.asIntN(64, (zigzag >> 1n) ^ -(zigzag & 1n));
}

/** How many bytes a number takes. */
export function varintSize(value: number | bigint): number {
  let size = 1;
  for (let rest = zigzagOf(value); rest > 0x7f; rest = shifted(rest)) size++;
  return size;
}

/** Writes a number, and returns where the next byte goes. */
export function writeVarint(bytes: Buffer, start: number, value: number | bigint): number {
  let at = start;
  let rest = zigzagOf(value);
  for (; rest > 0x7f; rest = shifted(rest)) bytes[at++] = Number(low(rest)) | 0x80;
  bytes[at++] = Number(rest);
  return at;
}

function zigzagOf(value: number | bigint): number | bigint {
  if (typeof value === 'number') return value < 0 ? -2 * value - 1 : 2 * value;
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
}

const low = (rest: number | bigint) => (typeof rest === 'number' ? rest % 0x80 : rest & 0x7fn);

const shifted = (rest: number | bigint) => (typeof rest === 'number' ? Math.floor(rest / 0x80) : rest >> 7n);
