/** What suites that run side by side share: real processes that all want the same. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let run = '';
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), 'once-'));
  mkdirSync(join(run, 'built'));
});
afterEach(() => {
  rmSync(run, { recursive: true });
});

/** Has three processes build at the same time; gives the exit code and what each said. */
function three(build: string): Promise<{ code: number | null; said: string }[]> {
  const script = join(run, 'build.ts');
  const once = join(__dirname, 'servers/once.ts');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
     import { onceInRun } from ${JSON.stringify(once)};
     const note = (text: string) => appendFileSync(${JSON.stringify(join(run, 'notes'))}, text);
     onceInRun('thing', () => { ${build} });
     note(' has it');`,
  );
  return Promise.all([1, 2, 3].map(() => ended(script)));
}

async function ended(script: string) {
  const env = { ...process.env, NETFLOW_GITOPS_TEST_RUN: run };
  const child = spawn(process.execPath, ['--import', 'tsx', script], { env });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const slowly = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);';

test('one builds it, and the others have it when it is built', async () => {
  const processes = await three(`note('begun'); ${slowly} note(' built');`);
  expect(processes.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(readFileSync(join(run, 'notes'), 'utf8')).toBe('begun built has it has it has it');
});

test('nobody has what could not be built', async () => {
  const processes = await three(`${slowly} throw new Error('no compiler');`);
  expect(processes.map(({ code }) => code)).toEqual([1, 1, 1]);
  expect(processes.filter(({ said }) => said.includes('no compiler'))).toHaveLength(1);
  expect(processes.filter(({ said }) => said.includes('thing could not be built'))).toHaveLength(2);
  expect(existsSync(join(run, 'notes'))).toBe(false);
});
