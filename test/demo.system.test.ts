/** `npm run demo` as a user starts it, looked at in a real browser, and stopped by Ctrl-C. */
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { HOSTS, LEAST_CONTRAST, UNNAMED } from './browser';
import { committed } from './rendered';
import { requireTools } from './servers/debian';
import { goCommand } from './servers/go';
import { GOFLOW2, goflow2Version } from './servers/goflow2';
import { eventually, freePort, startServer, type Server } from './servers/process';
import { pcap, type Traffic } from './traffic/pcap';

const conversation = { protocol: 'tcp', tcpFlags: 0x1b, first: 1_760_000_000, last: 1_760_000_009 } as const;
/** What the exporter of the last suite sees, the loudest first. */
const FLOWS: readonly Traffic[] = [
  {
    ...conversation,
    source: '192.0.2.1',
    destination: '198.51.100.1',
    ports: [40000, 443],
    packets: 10,
    length: 1400,
  },
  {
    ...conversation,
    source: '192.0.2.2',
    destination: '198.51.100.2',
    ports: [40001, 22],
    packets: 4,
    length: 200,
  },
];

/** Where servers of the demo keep what they keep: nothing may be left in it. */
let temporary: string;
beforeAll(() => {
  requireTools('chromium');
  // While it is being built, the demo replays its recording.
  goCommand(GOFLOW2, goflow2Version(committed('compact')));
  temporary = mkdtempSync(join(tmpdir(), 'demo-'));
});
afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

function startDemo(options: readonly string[], environment: NodeJS.ProcessEnv = {}): Server {
  return startServer(process.execPath, ['bin/run.cjs', 'demo', ...options], {
    env: { ...process.env, TMPDIR: temporary, ...environment },
  });
}

/** A PATH with links to some of this machine's commands. */
function pathWith(name: string, ...commands: readonly [command: string, script: string][]): string {
  const folder = join(temporary, name);
  mkdirSync(folder, { recursive: true });
  for (const [command, script] of commands)
    writeFileSync(join(folder, command), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}

describe.each([
  { kind: 'packets', says: 'sent to a real GoFlow2', environment: () => ({}) },
  {
    kind: 'the recording, where there is no Go',
    says: 'replayed',
    // Found before the real one, and says what a shell says of a command that isn't there.
    environment: () => ({ PATH: `${pathWith('no-go', ['go', 'exit 127'])}:${process.env.PATH ?? ''}` }),
  },
])('$kind', ({ environment, kind, says }) => {
  let demo: Server;
  let browser: Browser;
  let page: Page;
  let url: string;
  const errors: string[] = [];

  beforeAll(async () => {
    const startedAt = Date.now();
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    demo = startDemo(['--port', String(port)], environment());
    await eventually('the page is served', async () => (await fetch(url)).ok, { server: demo });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme: 'light' });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(url);
    const shown = async () => (await page.locator('#document tbody tr').count()) > 10;
    await eventually('a flow is shown', shown, { server: demo, seconds: 600 });
    const seconds = (Date.now() - startedAt) / 1000;
    process.stdout.write(`${kind}: the first picture after ${seconds.toFixed(1)} s\n`);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const sum = async (kind: string) =>
    Number((await page.locator(`[data-sum=${kind}]`).textContent())?.replaceAll(',', ''));

  test('it says where the flows come from, and flows go in, out, and to the rejected ones', async () => {
    expect(await page.locator('#status').textContent()).toContain(says);
    await eventually('some are rejected', async () => (await sum('rejected')) > 0, { server: demo });
    expect(await sum('out')).toBeGreaterThan(0);
    expect(await page.locator('#reasons').textContent()).toContain('not-ip');
    expect(await page.locator('#omissions').textContent()).toContain('flow_direction');
  });

  test('talkers, protocols, applications and exporters have rows', async () => {
    await eventually(
      'three exporters',
      async () => (await page.locator('#exporters tbody tr').count()) === 3,
    );
    const text = await page.locator('main').innerText();
    for (const expected of ['198.51.100.10', 'tcp', '443/tcp https', 'ipfix', 'netflow-v9', 'sflow-v5'])
      expect(text).toContain(expected);
  });

  test('a flow stands beside its message; pointing at a leaf marks the keys that it is made of', async () => {
    // The messages of sFlow have their bytes under another key.
    await page.getByLabel('Only with').fill('netflow-v9');
    const rows = page.locator('#lines tr');
    await eventually('some remain', async () => (await rows.count()) > 0);
    await rows.getByRole('button').first().click();
    await page.getByLabel('Only with').fill('');
    const leaf = page.locator('#document tbody tr', { hasText: 'flow-data-record/bytes-in' });
    const key = page.locator('#message tbody tr[data-keys=bytes_in]');
    await leaf.hover();
    expect(await key.getAttribute('class')).toBe('linked');
    expect(await leaf.locator('td').textContent()).toBe(await key.locator('td').textContent());
  });

  test('the tail shows what has the words of the filter only, stands still when told to, and hands out flows', async () => {
    await page.getByLabel('Only with').fill('udp :53');
    const rows = page.locator('#lines tr');
    await eventually('some remain', async () => (await rows.count()) > 0);
    await page.getByRole('button', { name: 'Pause' }).click();
    const texts = await rows.allTextContents();
    expect(texts.filter((text) => !(text.includes('udp') && text.includes(':53')))).toEqual([]);
    const before = await sum('in');
    await eventually('time goes by', async () => (await sum('in')) > before + 50);
    expect(await rows.allTextContents()).toEqual(texts);
    await rows.getByRole('button').first().click();
    expect(await page.locator('#document').innerText()).toContain('udp');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByLabel('Only with').fill('not-ip');
    await eventually('a rejected one', async () => (await rows.count()) > 0);
    await rows.getByRole('button').first().click();
    expect(await page.locator('#flow-note').textContent()).toContain('Rejected, not-ip');
    await page.getByLabel('Only with').fill('');
  });

  test('all of it can be told apart and reached without eyes or a mouse', async () => {
    expect(await page.evaluate(UNNAMED)).toEqual([]);
    await page.goto(url);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the live tail');
    expect(await page.locator('h1').count()).toBe(1);
  });

  test.each(['light', 'dark'] as const)('texts have enough contrast, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    // WCAG 2.2, 1.4.3.
    expect(await page.evaluate(LEAST_CONTRAST)).toBeGreaterThan(4.5);
  });

  test('nothing in it came from elsewhere, and no script failed', async () => {
    const hosts = await page.evaluate<string[]>(HOSTS);
    expect(new Set(hosts)).toEqual(new Set([new URL(url).host]));
    expect(errors).toEqual([]);
  });

  test('a page of another name is not answered', async () => {
    const request = get(url, { headers: { host: 'evil.example.org' } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(421);
    response.resume();
  });

  test('Ctrl-C ends it in good order, and leaves nothing behind', async () => {
    process.kill(demo.pid, 'SIGINT');
    expect(await demo.exited).toBe(0);
    // tsx keeps what it has compiled.
    expect(readdirSync(temporary).filter((name) => !/^(no-go|tsx-\d+)$/.test(name))).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
  });
});

test("--listen shows what a real exporter, which is not the demo's, sees of this machine", async () => {
  requireTools('softflowd');
  const capture = join(temporary, 'capture.pcap');
  writeFileSync(capture, pcap(FLOWS));
  const port = await freePort();
  const demo = startDemo(['--listen', '127.0.0.1', '--port', String(port)]);
  const page = (path: string) => fetch(`http://127.0.0.1:${port}/${path}`);
  await eventually('the page is served', async () => (await page('')).ok, { server: demo });
  const events = ((await page('events')).body as ReadableStream<Uint8Array>).getReader();
  const state = async () =>
    JSON.parse(
      Buffer.from((await events.read()).value ?? [])
        .toString()
        .replace(/^data: /, ''),
    ) as State;
  await eventually('it waits for routers', async () => (await state()).source === 'routers', {
    server: demo,
  });
  expect((await state()).listen).toEqual({ host: '127.0.0.1', netflowPort: 9995, sflowPort: 6343 });
  const args = ['-d', '-r', capture, '-n', '127.0.0.1:9995', '-v', '10'];
  const PATH = `${process.env.PATH ?? ''}:/usr/sbin`;
  expect(spawnSync('softflowd', args, { env: { ...process.env, PATH } }).status).toBe(0);
  await eventually('its flows are shown', async () => (await state()).talkers.length === FLOWS.length, {
    server: demo,
  });
  const { talkers, sums, exporters } = await state();
  expect(talkers.map(({ name, bytes }) => ({ name, bytes }))).toEqual(
    FLOWS.map(({ source, packets, length }) => ({ name: source, bytes: packets * length })),
  );
  expect(exporters).toEqual([
    expect.objectContaining({ name: expect.stringContaining('127.0.0.1') as string }),
  ]);
  expect(sums).toEqual({ in: FLOWS.length, out: FLOWS.length, rejected: 0 });
  await events.cancel();
  process.kill(demo.pid, 'SIGINT');
  expect(await demo.exited).toBe(0);
});

/** What the page is told, in part. */
interface State {
  readonly source: string;
  readonly listen: object;
  readonly talkers: readonly { readonly name: string; readonly bytes: number }[];
  readonly exporters: readonly { readonly name: string }[];
  readonly sums: object;
}

describe('what is wrong is said in a line', () => {
  const outcome = async (demo: Server) => ({ code: await demo.exited, output: demo.output() });

  test("a port of the user's routers is taken", async () => {
    const socket = createSocket('udp4');
    socket.bind(9995, '127.0.0.1');
    await once(socket, 'listening');
    expect(await outcome(startDemo(['--listen', '127.0.0.1']))).toEqual({
      code: 1,
      output: 'UDP 127.0.0.1:9995: the port is taken by another program; needed: a free one\n',
    });
    socket.close();
  });

  test('an old JDK', async () => {
    const PATH = pathWith('an old JDK', ['java', `echo 'openjdk version "11.0.2"' >&2`]);
    expect(await outcome(startDemo([], { PATH }))).toEqual({
      code: 1,
      output: 'java is 11: the demo needs a JDK 17 or newer on the PATH\n',
    });
  });

  test('a port that is none', async () => {
    const { code, output } = await outcome(startDemo(['--port', 'x']));
    expect([code, output.includes('a port is from 1 to 65535')]).toEqual([1, true]);
  });
});
