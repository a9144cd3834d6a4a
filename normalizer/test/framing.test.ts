import fc from 'fast-check';
import {
  frame,
  FrameSplitter,
  LineSplitter,
  LONGEST_FRAME,
  TooLong,
  type Splitter,
} from '../src/engines/framing';

/** The records of a stream that comes in pieces cut at these places. */
function split(splitter: Splitter, stream: Buffer, cuts: readonly number[]): (Buffer | TooLong)[] {
  const places = [0, ...cuts.map((cut) => cut % (stream.length + 1)).sort((a, b) => a - b), stream.length];
  const pieces = places.slice(1).map((end, index) => stream.subarray(places[index], end));
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

const cuts = fc.array(fc.nat({ max: 10_000 }), { maxLength: 20 });

test('lines come out as they went in, wherever the stream is cut', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\n', ''));
  fc.assert(
    fc.property(fc.array(line), cuts, (lines, places) => {
      const stream = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      expect(split(new LineSplitter(), stream, places).map(String)).toEqual(lines);
    }),
    { seed: 1 },
  );
});

test.each([
  ['', []],
  ['a\n', ['a']],
  ['a', ['a']],
  ['a\nb', ['a', 'b']],
  ['a\n\nb\n', ['a', '', 'b']],
  ['\n', ['']],
])('the lines of %j', (stream, lines) => {
  expect(split(new LineSplitter(), Buffer.from(stream), []).map(String)).toEqual(lines);
});

test('of a line that is too long nothing is left but its length, wherever the stream is cut', () => {
  fc.assert(
    fc.property(cuts, (places) => {
      const stream = Buffer.from('12345\n123456\n\n1234567890\n12345\n1234567');
      expect(
        split(new LineSplitter(5), stream, places).map((line) =>
          line instanceof TooLong ? line.length : String(line),
        ),
      ).toEqual(['12345', 6, '', 10, '12345', 7]);
    }),
    { seed: 1 },
  );
});

test('frames come out as they went in, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), cuts, (bodies, places) => {
      const stream = Buffer.concat(bodies.map((body) => frame(body)));
      expect(split(new FrameSplitter(), stream, places).map((body) => [...(body as Buffer)])).toEqual(
        bodies.map((body) => [...body]),
      );
    }),
    { seed: 1 },
  );
});

test.each([1, 3, 4, 5, 8])('a stream that ends %i bytes into a frame is an error', (length) => {
  const splitter = new FrameSplitter();
  splitter.push(frame(Buffer.from('hello')).subarray(0, length));
  expect(() => splitter.end()).toThrow('the input ends within a frame');
});

test('a frame beyond all measure is an error', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(LONGEST_FRAME);
  expect(new FrameSplitter().push(header)).toEqual([]);
  header.writeUInt32BE(LONGEST_FRAME + 1);
  expect(() => new FrameSplitter().push(header)).toThrow(
    'a frame of 67108865 bytes; at most 67108864 are taken',
  );
});
