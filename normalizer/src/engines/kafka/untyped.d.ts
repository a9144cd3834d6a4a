/** What we use of modules that come without types. */
declare module 'kafkajs/src/protocol/decoder' {
  class Decoder {
    constructor(data: Buffer);
    readInt16(): number;
    readInt32(): number;
    readInt64(): { toString(): string };
    readTaggedFields(): unknown;
    readUVarIntArray<T>(reader: (decoder: Decoder) => T): T[] | null;
    readUVarIntString(): string | null;
    readVarInt(): number;
    readVarIntArray<T>(reader: (decoder: Decoder) => T): T[];
  }
  export = Decoder;
}

declare module 'kafkajs/src/protocol/encoder' {
  class Encoder {
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

declare module 'snappyjs' {
  export function uncompress(block: Uint8Array): Uint8Array;
}

declare module 'lz4js' {
  export function decompress(frame: Uint8Array): Uint8Array;
}
