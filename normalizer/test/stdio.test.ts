/** The stdio engine as a user runs it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frame, FrameSplitter } from '../src/engines/framing';
import { extendedKeys, withKeys } from './corpus/extended';
import { Summary } from '../src/engines/summary';

const sample = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, 'samples', name), 'utf8')) as unknown;
const flow = JSON.stringify(sample('documented-flow.json'));

interface Run {
  readonly code: number | null;
  readonly output: Buffer;
  readonly errors: string[];
}

/** Runs `normalizer stdio` on an input; `readOutput: false` closes its standard output at once. */
function stdio(args: readonly string[], input: Buffer | string, readOutput = true): Promise<Run> {
  return new Promise((resolve) => {
    const main = join(__dirname, '../src/main.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', main, 'stdio', ...args]);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    if (!readOutput) {
      child.stdout.destroy();
    }
    // The process may end before it has read all of this.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('close', (code) => {
      const lines = Buffer.concat(errors).toString().trimEnd().split('\n');
      resolve({ code, output: Buffer.concat(output), errors: lines });
    });
  });
}

const parsed = (lines: readonly string[]): unknown[] => lines.map((line) => JSON.parse(line) as unknown);

test('writes a line for each record, and a summary', async () => {
  const { code, output, errors } = await stdio([], `${flow}\n{"hello":"world"}\n\nnot JSON\n${flow}`);
  expect(code).toBe(0);
  const lines = output.toString().trimEnd().split('\n');
  expect(parsed(lines)).toEqual([sample('documented-output.json'), sample('documented-output.json')]);
  expect(parsed(errors)).toEqual([
    { line: 2, reason: 'unknown-shape', field: null, message: expect.any(String) as string },
    { line: 3, reason: 'not-json', field: null, message: expect.any(String) as string },
    { line: 4, reason: 'not-json', field: null, message: expect.any(String) as string },
    { records: 5, accepted: 2, rejected: 3 },
  ]);
});

test('of a record that was printed on several lines, it says how to join them', async () => {
  const { output, errors } = await stdio([], JSON.stringify(sample('documented-flow.json'), null, 2));
  expect(output.toString()).toBe('');
  expect(parsed(errors)[0]).toEqual({
    line: 1,
    reason: 'not-json',
    field: null,
    message: 'the line is only the beginning of a record: join its lines, as jq --compact-output . does',
  });
});

test('the summary counts what was dropped and what was left out, by field', () => {
  const summary = new Summary();
  const accepted = { value: '{}', dialect: 'v2', recordType: undefined, timeReceived: 0 };
  summary.add([
    [{ ...accepted, omitted: ['in_if', 'dst_vlan'] }],
    [{ ...accepted, omitted: ['dst_vlan'] }, { dropped: 'not-ip' }],
  ]);
  expect(JSON.parse(JSON.stringify(summary))).toEqual({
    records: 2,
    accepted: 2,
    rejected: 0,
    dropped: 1,
    omitted: { dst_vlan: 2, in_if: 1 },
  });
});

test('an empty input has no records', async () => {
  const { code, output, errors } = await stdio([], '');
  expect({ code, output: output.length, errors: parsed(errors) }).toEqual({
    code: 0,
    output: 0,
    errors: [{ records: 0, accepted: 0, rejected: 0 }],
  });
});

test('does as the options say', async () => {
  const { output } = await stdio(['--encoding', 'rfc7951', '--time-unit', 'milliseconds'], flow);
  expect(output.toString()).toContain('"bytes-in":"228"');
  expect(output.toString()).toContain('"first-switched":"1646564299000"');
});

test('drops what is not IP, and fills in sampling intervals, if it is told to', async () => {
  const silent = flow.replace(/"SamplingRate":\d+/, '"SamplingRate":0');
  const [near, far] = ['192.0.2.1', '203.0.113.1'].map((exporter) =>
    silent.replace(/"SamplerAddress":"[^"]*"/, `"SamplerAddress":"${exporter}"`),
  );
  const { code, output, errors } = await stdio(
    [
      ...['--default-sampling-interval', '512', '--sampling-intervals', '192.0.2.0/24=1000,192.0.0.0/8=7'],
      ...['--not-ip', 'drop'],
    ],
    `${near}\n${flow.replace('"Etype":2048', '"Etype":2054')}\n${far}\n`,
  );
  expect(code).toBe(0);
  expect(output.toString().match(/"sampling-interval":\d+/g)).toEqual([
    '"sampling-interval":1000',
    '"sampling-interval":512',
  ]);
  expect(parsed(errors)).toEqual([{ records: 3, accepted: 2, rejected: 0, dropped: 1 }]);
});

test.each([
  [['--default-sampling-interval', '0'], 'Allowed is a number from 1 to 4294967295; --help'],
  [['--sampling-intervals', '192.0.2.0/33=5'], 'Allowed is a comma-separated list of prefix=interval'],
  [['--extensions', 'yes'], 'Allowed is true or false; --help'],
  [['--not-ip', 'keep'], 'Allowed choices are reject, drop; --help'],
])('refuses %j', async (args, allowed) => {
  const { code, errors } = await stdio(args, '');
  expect(code).toBe(1);
  expect(errors.join('\n')).toContain(allowed);
});

test('writes extended leaves, if it is told to', async () => {
  const message = withKeys('v2', extendedKeys.v2 ?? {});
  const [off, on] = [await stdio([], message), await stdio(['--extensions', 'true'], message)];
  expect(on.output.toString()).toContain('"netflow-v9-extensions:as-path":[64503,64504,64504]');
  expect(off.output.toString()).not.toContain('extensions');
});

test('answers each frame with one frame, in order', async () => {
  const requests = [flow, '{"hello":"world"}', '', flow].map((body) => frame(Buffer.from(body)));
  const { code, output, errors } = await stdio(['--framing', 'length-prefixed'], Buffer.concat(requests));
  expect(code).toBe(0);
  const answers = new FrameSplitter().push(output).map((answer) => ({
    status: answer[0],
    body: JSON.parse(
      (answer[0] === 0 ? accepted(answer).document : answer.subarray(1)).toString(),
    ) as unknown,
  }));
  expect(answers).toEqual([
    { status: 0, body: sample('documented-output.json') },
    { status: 1, body: { reason: 'unknown-shape', field: null, message: expect.any(String) as string } },
    { status: 1, body: { reason: 'not-json', field: null, message: expect.any(String) as string } },
    { status: 0, body: sample('documented-output.json') },
  ]);
  expect(parsed(errors)).toEqual([{ records: 4, accepted: 2, rejected: 2 }]);
});

test.each([
  [
    'a truncated frame',
    ['--framing', 'length-prefixed'],
    frame(Buffer.from(flow)).subarray(0, 100),
    true,
    ['normalizer: the input ends within a frame'],
  ],
  [
    'an output that nobody reads',
    [],
    `${flow}\n`.repeat(10_000),
    false,
    ['normalizer: EPIPE: broken pipe, write'],
  ],
])('%s ends it with code 1 and one line', async (_, args, input, readOutput, lines) => {
  const { code, errors } = await stdio(args, input, readOutput);
  expect({ code, errors }).toEqual({ code: 1, errors: lines });
});

test('a frame for what is dropped says why', async () => {
  const arp = flow.replace('"Etype":2048', '"Etype":2054');
  const args = ['--framing', 'length-prefixed', '--not-ip', 'drop'];
  const { output } = await stdio(args, frame(Buffer.from(arp)));
  expect(output).toEqual(frame(Buffer.of(2), Buffer.from('not-ip')));
});

test('many records through a slow pipe come out whole', async () => {
  const { output, errors } = await stdio([], `${flow}\n`.repeat(3000));
  expect(output.toString().trimEnd().split('\n')).toHaveLength(3000);
  expect(parsed(errors.slice(-1))).toEqual([{ records: 3000, accepted: 3000, rejected: 0 }]);
});

test('a line without an end is rejected, and takes no memory to speak of', async () => {
  const main = join(__dirname, '../src/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'stdio']);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const megabytes = Buffer.alloc(8 * 1024 * 1024, 'x');
  let most = 0;
  for (let written = 0; written < 800; written += 8) {
    if (!child.stdin.write(megabytes)) await once(child.stdin, 'drain');
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')) ?? [];
    most = Math.max(most, Number(kilobytes) / 1024);
  }
  child.stdin.end(`\n${flow}\n`);
  await once(child, 'close');
  expect(parsed(errors.trimEnd().split('\n'))).toEqual([
    {
      line: 1,
      reason: 'too-large',
      field: null,
      message: 'a line of 838860800 bytes; at most 67108864 are taken',
    },
    { records: 2, accepted: 1, rejected: 1 },
  ]);
  expect(most).toBeLessThan(500);
});

test('frames tell what is known of a flow and what was left out, and give the parts of a message that were rejected', async () => {
  const odd = JSON.stringify({ ...(sample('documented-flow.json') as object), SrcVlan: 4_294_967_296 });
  const [request, several] = [frame(Buffer.from(odd)), frame(Buffer.from(`${flow}{"hello":1}`))];
  const { output } = await stdio(['--framing', 'length-prefixed'], Buffer.concat([request, several]));
  const [inPart = Buffer.alloc(0), both] = new FrameSplitter().push(output);
  expect(accepted(inPart)).toMatchObject({
    received: 1_646_565_661_000,
    texts: ['custom', 'NETFLOW_V9', 'SrcVlan'],
  });
  expect(both?.[0]).toBe(3);
  const [first = Buffer.alloc(0), second] = new FrameSplitter().push(both?.subarray(1) ?? Buffer.alloc(0));
  expect(accepted(first).texts).toEqual(['custom', 'NETFLOW_V9', '']);
  expect([first[0], second?.[0]]).toEqual([0, 4]);
  expect(second?.subarray(5 + second.readUInt32BE(1)).toString()).toBe('{"hello":1}');
});

/** Takes the answer to an accepted record apart, as docs/reference/stdio.md has it. */
function accepted(answer: Buffer) {
  let rest = answer.subarray(9);
  const texts = [0, 1, 2].map(() => {
    const end = 4 + rest.readUInt32BE();
    const text = rest.subarray(4, end).toString();
    rest = rest.subarray(end);
    return text;
  });
  return { received: answer.readDoubleBE(1), texts, document: rest };
}
