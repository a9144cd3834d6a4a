/** Flow records made from the documented sample, each with the document or the rejection it must end in. */
import { readFileSync } from 'node:fs';

/** What GoFlow2 would send, and what must come of it. */
export interface Flow {
  readonly key: string;
  readonly value: string;
  /** The expected document as text, its members in any order. */
  readonly document?: string;
  /** The expected reason and field, for a record that must be rejected. */
  readonly rejection?: { readonly reason: string; readonly field?: string };
}

const sample = readFileSync('normalizer/test/samples/documented-flow.json', 'utf8');
const sampleOutput = readFileSync('normalizer/test/samples/documented-output.json', 'utf8');

/** Records that can't be normalised, in the ways that a topic sees them. */
const BAD: readonly Pick<Flow, 'value' | 'rejection'>[] = [
  { value: '{"Type":"NETFLOW_V9"', rejection: { reason: 'not-json' } },
  { value: 'hello', rejection: { reason: 'not-json' } },
  { value: '{"hello":"world"}', rejection: { reason: 'unknown-shape' } },
  { value: change(sample, { Etype: '2054' }), rejection: { reason: 'not-ip', field: 'Etype' } },
  { value: change(sample, { BytesIn: '-1' }), rejection: { reason: 'invalid-value', field: 'BytesIn' } },
  { value: sample.replace(/ *"Proto": 17,\n/, ''), rejection: { reason: 'missing-field', field: 'Proto' } },
];

/** Makes so many records; every hundredth is a bad one. Equal for equal counts. */
export function flows(count: number): Flow[] {
  return Array.from({ length: count }, (_, index) => {
    const key = `[192 168 165 ${index % 250}]-`;
    if (index % 100 !== 99) return { key, ...good(index) };
    const bad = BAD[Math.floor(index / 100) % BAD.length];
    return { key, value: 'never', ...bad };
  });
}

function good(index: number): Pick<Flow, 'value' | 'document'> {
  const source = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const destination = `37.235.${index % 256}.152`;
  const ports = [index % 65536, (index * 7) % 65536] as const;
  // Counters of 64 bits, beyond what a JavaScript number can hold.
  const bytes = index % 2 === 0 ? String(18446744073709551615n - BigInt(index)) : String(index);
  const compact = (text: string) => text.replace(/\n\s*/g, '');
  return {
    value: compact(
      change(sample, {
        SrcAddr: `"${source}"`,
        DstAddr: `"${destination}"`,
        SrcPort: String(ports[0]),
        DstPort: String(ports[1]),
        BytesIn: bytes,
      }),
    ),
    document: change(sampleOutput, {
      'src-address': `"${source}"`,
      'dst-address': `"${destination}"`,
      'src-port': String(ports[0]),
      'dst-port': String(ports[1]),
      'bytes-in': bytes,
      'flow-id': String(flowId([source, ports[0], destination, ports[1], 17])),
    }),
  };
}

/** Replaces the values of members, which must be there, in a JSON text. */
function change(text: string, members: Record<string, string>): string {
  return Object.entries(members).reduce((result, [name, value]) => {
    const changed = result.replace(
      new RegExp(`("${name}": )("[^"]*"|-?\\d+)`),
      (_, member: string) => member + value,
    );
    if (changed === result && !result.includes(`"${name}": ${value}`))
      throw new Error(`no ${name} to change`);
    return changed;
  }, text);
}

/** The five-tuple hash by the book, in integers of any size: nothing shared with the normaliser's own. */
export function flowId(parts: readonly (string | number)[]): bigint {
  const signed = (value: bigint) => BigInt.asIntN(32, value);
  const plain = (part: string | number) =>
    typeof part === 'string'
      ? Array.from(part).reduce((h, character) => signed(31n * h + BigInt(character.charCodeAt(0))), 0n)
      : BigInt.asIntN(16, BigInt(part));
  // The original's wrapper types hash what is 0 as 31.
  const hash = (part: string | number) => plain(part) || 31n;
  return signed(31n + parts.reduce<bigint>((h, part) => signed(31n * h + hash(part)), 1n));
}

/** A JSON text as a value whose long integers keep their digits, for comparing documents whatever their order. */
export function exact(text: string): unknown {
  return JSON.parse(text.replace(/:\s*(-?\d{16,})/g, ':"$1"'));
}
