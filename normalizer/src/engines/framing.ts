/** How records lie one after the other in a stream of bytes. */

/** Stands for a record that is longer than what is taken; its bytes are not kept. */
export class TooLong {
  /** @param length in bytes, as far as it was read */
  constructor(readonly length: number) {}
}

/** Cuts a stream into records, wherever the chunks that it comes in begin and end. */
export interface Splitter {
  /** Takes the next chunk and gives the records that end in it; they live as long as the chunk does. */
  push(chunk: Buffer): (Buffer | TooLong)[];
  /**
   * Gives what the stream's end completes.
   * @throws Error if the stream ends within a record.
   */
  end(): (Buffer | TooLong)[];
}

/** Far above what Kafka carries in a record. A longer line is no record, a longer frame a stream gone wrong. */
export const LONGEST_FRAME = 64 * 1024 * 1024;

/** Collects the bytes of a record that has begun but not ended; those that outlive their chunk are copies. */
class Pending {
  private chunks: Buffer[] = [];
  length = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  drop(): void {
    this.chunks = [];
    this.length = 0;
  }

  take(): Buffer {
    const taken = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    this.drop();
    return taken ?? Buffer.alloc(0);
  }
}

const LINE_FEED = 0x0a;

/**
 * One record a line. The last line feed ends the last record; what may follow it is one more. Of a line that is
 * too long nothing is kept, so that one without an end takes no more memory than the longest.
 */
export class LineSplitter implements Splitter {
  private readonly pending = new Pending();
  private lost = 0;

  /** @param longest of a line, in bytes */
  constructor(private readonly longest = LONGEST_FRAME) {}

  push(chunk: Buffer): (Buffer | TooLong)[] {
    const lines: (Buffer | TooLong)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.add(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    if (start < chunk.length) {
      this.add(Buffer.from(chunk.subarray(start)));
    }
    return lines;
  }

  end(): (Buffer | TooLong)[] {
    return this.pending.length === 0 && this.lost === 0 ? [] : [this.take()];
  }

  private add(bytes: Buffer): void {
    this.pending.add(bytes);
    if (this.lost > 0 || this.pending.length > this.longest) {
      this.lost += this.pending.length;
      this.pending.drop();
    }
  }

  private take(): Buffer | TooLong {
    const { lost } = this;
    this.lost = 0;
    return lost > 0 ? new TooLong(lost) : this.pending.take();
  }
}

const HEADER = 4;

/** Each record behind its length in bytes, an unsigned 32-bit integer in network byte order. */
export class FrameSplitter implements Splitter {
  private readonly pending = new Pending();
  private wanted = HEADER;
  private inHeader = true;

  /** @throws Error if a frame is longer than {@link LONGEST_FRAME}. */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let rest = chunk;
    while (this.pending.length + rest.length >= this.wanted) {
      const missing = this.wanted - this.pending.length;
      this.pending.add(rest.subarray(0, missing));
      rest = rest.subarray(missing);
      const part = this.pending.take();
      if (this.inHeader) {
        this.wanted = frameLength(part);
      } else {
        frames.push(part);
        this.wanted = HEADER;
      }
      this.inHeader = !this.inHeader;
    }
    if (rest.length > 0) {
      this.pending.add(Buffer.from(rest));
    }
    return frames;
  }

  end(): Buffer[] {
    if (this.pending.length > 0 || !this.inHeader) {
      throw new Error('the input ends within a frame');
    }
    return [];
  }
}

function frameLength(header: Buffer): number {
  const length = header.readUInt32BE();
  if (length > LONGEST_FRAME) {
    throw new Error(`a frame of ${length} bytes; at most ${LONGEST_FRAME} are taken`);
  }
  return length;
}

/** Builds a frame of the parts: their length, then they. */
export function frame(...parts: Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(parts.reduce((sum, part) => sum + part.length, 0));
  return Buffer.concat([header, ...parts]);
}
