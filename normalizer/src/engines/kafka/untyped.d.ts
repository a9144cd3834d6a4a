/** What we use of modules that come without types. */
declare module 'kafkajs/src/protocol/decoder' {
  class Decoder {
    constructor(data: Buffer);
    readonly buffer: Buffer;
    readonly offset: number;
    readArray<T>(reader: (decoder: Decoder) => T): T[];
    readArrayAsync<T>(reader: (decoder: Decoder) => Promise<T>): Promise<T[]>;
    readBytes(): Buffer | null;
    readString(): string | null;
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readTaggedFields(): unknown;
    readUVarIntArray<T>(reader: (decoder: Decoder) => T): T[] | null;
    readUVarIntString(): string | null;
  }
  export = Decoder;
}

declare module 'kafkajs/src/protocol/encoder' {
  class Encoder {
    constructor(initialSize?: number);
    readonly buffer: Buffer;
    size(): number;
    writeInt16(value: number): this;
    writeString(text: string | null): this;
    writeBytes(bytes: Buffer): this;
    writeBoolean(value: boolean): this;
    writeInt32(value: number): this;
    writeUVarInt(value: number): this;
    writeUVarIntArray(items: readonly Encoder[]): this;
    writeUVarIntString(text: string): this;
  }
  export = Encoder;
}

declare module 'kafkajs/src/protocol/error' {
  export function failure(code: number): boolean;
  export function createErrorFromCode(code: number): Error;
}

declare module 'kafkajs/src/protocol/message/compression' {
  /** Null for records that aren't compressed. */
  export function lookupCodecByAttributes(
    attributes: number,
  ): { decompress(records: Buffer): Promise<Buffer> } | null;
}

declare module 'kafkajs/src/protocol/requests/fetch/v4/decodeMessages' {
  import type Decoder from 'kafkajs/src/protocol/decoder';
  function decodeMessages(decoder: Decoder): Promise<unknown[]>;
  export = decodeMessages;
}

declare module 'kafkajs/src/protocol/requests' {
  /** How each version of a request is made, and its answer read. */
  interface Definition {
    protocol: (of: { version: number | string }) => (request: never) => {
      readonly request: object;
      readonly response: object;
    };
  }
  export const requests: { readonly Fetch: Definition; readonly Produce: Definition };
}

declare module 'snappyjs' {
  export function uncompress(block: Uint8Array): Uint8Array;
}

declare module 'lz4js' {
  export function decompress(frame: Uint8Array): Uint8Array;
}
