/** What somebody who writes values sees in an editor: yaml-language-server itself, asked as editors ask it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { isMap, isScalar, isSeq, LineCounter, parse, parseDocument, stringify, type ParsedNode } from 'yaml';
import { valuesJsonSchema, type JsonSchema } from '../charts/values/descriptions/json-schema';

interface Diagnostics {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string }[];
}

const schema = valuesJsonSchema(parse(readFileSync('values.yaml', 'utf8')));
const modeline = `# yaml-language-server: $schema=${pathToFileURL(resolve('values.schema.json')).href}\n`;

let server: ChildProcess;
let connection: MessageConnection;

beforeAll(async () => {
  server = spawn(
    process.execPath,
    ['node_modules/yaml-language-server/bin/yaml-language-server', '--stdio'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  if (server.stdout === null || server.stdin === null) throw new Error('no pipes');
  connection = createMessageConnection(server.stdout, server.stdin);
  connection.onRequest('workspace/configuration', () => [{}, {}, {}, {}, {}]);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { textDocument: { hover: { contentFormat: ['markdown'] } } },
  });
  await connection.sendNotification('initialized', {});
});
afterAll(async () => {
  await connection.sendRequest('shutdown');
  const ended = new Promise((resolved) => server.once('exit', resolved));
  await connection.sendNotification('exit');
  await ended;
  connection.dispose();
});

/** Opens a document of this name, as if it stood beside values.yaml. */
async function open(name: string, text: string): Promise<string> {
  const uri = pathToFileURL(resolve(name)).href;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  return uri;
}

/** What the server underlines in the document. */
function diagnosticsOf(name: string): Promise<string[]> {
  return new Promise((resolved) => {
    const subscription = connection.onNotification('textDocument/publishDiagnostics', (told: Diagnostics) => {
      if (!told.uri.endsWith(`/${name}`)) return;
      subscription.dispose();
      resolved(told.diagnostics.map(({ message }) => message));
    });
  });
}

/** A document that says every value: the default, an example, or whatever the type allows. */
function everything(of: JsonSchema): unknown {
  if (of.properties !== undefined) {
    return Object.fromEntries(
      Object.entries(of.properties).map(([key, member]) => [key, everything(member)]),
    );
  }
  if (of.items !== undefined) return [everything(of.items)];
  const given = of.default ?? of.examples?.[0] ?? of.enum?.[0];
  if (given !== undefined) return given;
  if (of.type === 'boolean') return true;
  return of.type === 'integer' ? Math.max(1, of.minimum ?? 1) : of.type === 'object' ? {} : 'x';
}

/** Each key that the schema describes: where it stands, and the description. */
function keys(text: string): { path: string; line: number; character: number; description: string }[] {
  const lines = new LineCounter();
  const found: ReturnType<typeof keys> = [];
  const visit = (node: ParsedNode | null, of: JsonSchema | undefined, path: string) => {
    if (isSeq<ParsedNode>(node))
      node.items.forEach((item) => {
        visit(item, of?.items, `${path}[]`);
      });
    if (!isMap<ParsedNode, ParsedNode | null>(node)) return;
    for (const { key, value } of node.items) {
      const property = isScalar(key) ? of?.properties?.[String(key.value)] : undefined;
      if (property === undefined) continue; // a free key, such as one of Kafka's settings
      const here = `${path}.${String(isScalar(key) ? key.value : '')}`;
      const { line, col } = lines.linePos(key.range[0]);
      found.push({ path: here, line: line - 1, character: col, description: property.description ?? '' });
      visit(value, property, here);
    }
  };
  visit(parseDocument(text, { lineCounter: lines }).contents, schema, '');
  return found;
}

test.each([
  ['everything.yaml', modeline + stringify(everything(schema))],
  ['values.yaml', readFileSync('values.yaml', 'utf8')],
])(
  'hover shows the description of every property of %s',
  async (name, text) => {
    const uri = await open(name, text);
    const silent: string[] = [];
    const asked = keys(text);
    for (const { path, line, character, description } of asked) {
      const answer: { contents: { value: string } } | null = await connection.sendRequest(
        'textDocument/hover',
        { textDocument: { uri }, position: { line, character } },
      );
      // The server escapes what Markdown would take for its own.
      const shown = answer?.contents.value.replaceAll('\\', '').replaceAll('&nbsp;', ' ') ?? 'nothing';
      if (description === '' || !shown.includes(description)) silent.push(`${path}: ${shown}`);
    }
    expect(silent).toEqual([]);
    expect(asked.length).toBeGreaterThan(150);
  },
  120_000,
);

test('what is wrong is told in the words of the schema', async () => {
  const told = diagnosticsOf('wrong.yaml');
  await open('wrong.yaml', `${modeline}kafka:\n  clusterId: short\n  mode: raft\n  storge: {}\n`);
  expect((await told).sort()).toEqual([
    expect.stringContaining('22 characters of URL-safe base64'),
    expect.stringContaining('storge'),
    expect.stringMatching(/"zookeeper".*"kraft"/),
  ]);
});
