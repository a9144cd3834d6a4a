/** How records lie one after the other in a stream of bytes. */

/** Cuts a stream into records, wherever the chunks that it comes in begin and end. */
export interface Splitter {
  /** Takes the next chunk and gives the records that end in it. */
  push(chunk: Buffer): Buffer[];
  /**
   * Gives what the stream's end completes.
   * @throws Error if the stream ends within a record.
   */
  end(): Buffer[];
}

/** Collects the bytes of a record that has begun but not ended. */
class Pending {
  private chunks: Buffer[] = [];
  length = 0;

  add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  take(): Buffer {
    const taken = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    this.chunks = [];
    this.length = 0;
    return taken ?? Buffer.alloc(0);
  }
}

const LINE_FEED = 0x0a;

/** One record a line. The last line feed ends the last record; what may follow it is one more. */
export class LineSplitter implements Splitter {
  private readonly pending = new Pending();

  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      this.pending.add(chunk.subarray(start, end));
      lines.push(this.pending.take());
      start = end + 1;
    }
    if (start < chunk.length) {
      this.pending.add(chunk.subarray(start));
    }
    return lines;
  }

  end(): Buffer[] {
    return this.pending.length === 0 ? [] : [this.pending.take()];
  }
}

const HEADER = 4;

/** Far above what Kafka carries in a record; a length beyond it is a stream gone wrong. */
export const LONGEST_FRAME = 64 * 1024 * 1024;

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
      this.pending.add(rest);
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
