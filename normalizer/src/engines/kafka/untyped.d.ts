/** What we use of modules that come without types. */
declare module 'kafkajs/src/protocol/decoder' {
  class Decoder {
    readVarInt(): number;
    readVarIntArray<T>(reader: (decoder: Decoder) => T): T[];
  }
  export = Decoder;
}

declare module 'snappyjs' {
  export function uncompress(block: Uint8Array): Uint8Array;
}

declare module 'lz4js' {
  export function decompress(frame: Uint8Array): Uint8Array;
}
