/** Teaches kafkajs to read the three codecs that it lacks. Importing this module is enough. */
import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { decompress as unzstd } from 'fzstd';
import { decompress as unlz4 } from 'lz4js';
import { uncompress } from 'snappyjs';

/** How the Java client begins a batch: blocks follow, each behind its length. Others write one block without it. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const XERIAL_HEADER = XERIAL.length + 8;

function unsnappy(batch: Buffer): Uint8Array {
  if (!batch.subarray(0, XERIAL.length).equals(XERIAL)) {
    return uncompress(batch);
  }
  const blocks: Uint8Array[] = [];
  for (let start = XERIAL_HEADER; start < batch.length;) {
    const end = start + 4 + batch.readUInt32BE(start);
    blocks.push(uncompress(batch.subarray(start + 4, end)));
    start = end;
  }
  return Buffer.concat(blocks);
}

const reader = (decompress: (batch: Buffer) => Uint8Array) => () => ({
  // The engine writes without compression.
  compress: () => Promise.reject(new Error('this codec is for reading only')),
  decompress: (batch: Buffer) =>
    new Promise<Buffer>((resolve) => {
      const { buffer, byteOffset, byteLength } = decompress(batch);
      resolve(Buffer.from(buffer, byteOffset, byteLength));
    }),
});

CompressionCodecs[CompressionTypes.Snappy] = reader(unsnappy);
CompressionCodecs[CompressionTypes.LZ4] = reader(unlz4);
CompressionCodecs[CompressionTypes.ZSTD] = reader(unzstd);
