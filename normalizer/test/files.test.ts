/** Pipes whose other end has said that nobody waits at them (O_NONBLOCK): what they don't have yet is waited for. */
import { execFileSync, spawn } from 'node:child_process';
import { constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunksOf, writeTo } from '../src/engines/files';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);
// Open both ways, so that it neither waits for the other end nor ends with it.
const file = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('what comes late is read', async () => {
  const late = spawn('sh', ['-c', `sleep 0.3; printf late > '${pipe}'`]);
  for (const chunk of chunksOf(file)) {
    expect(chunk.toString()).toBe('late');
    break;
  }
  expect.assertions(1);
  await once(late, 'close');
});

test('what has no room yet is written', async () => {
  const text = 'x'.repeat(1_000_000);
  const slow = spawn('sh', ['-c', `sleep 0.3; head -c ${text.length} '${pipe}' | wc -c`]);
  let counted = '';
  slow.stdout.on('data', (chunk: Buffer) => (counted += chunk.toString()));
  writeTo(file, text);
  await once(slow, 'close');
  expect(Number(counted)).toBe(text.length);
});
