/** The streams that the core is measured with: made from a seed, all records distinct. */
import { anyFlow, generator, netflowV9, type Flow, type Generator } from '../normalizer/test/corpus/flow';

type Print = (flow: Flow) => string;

export interface Workload {
  /** Dialect and kind of stream. */
  readonly name: string;
  readonly messages: {
    readonly good: readonly Buffer[];
    /** The same records damaged, by what is wrong with them. */
    readonly bad?: Readonly<Record<string, readonly Buffer[]>>;
  };
}

/** Flows of one kind: those of one IP version, those with a label stack, those with large counters. */
const kinds: Readonly<Record<string, (random: Generator) => Flow>> = {
  IPv4: (random) => ofVersion(4, random),
  IPv6: (random) => ofVersion(6, random),
  MPLS: (random) => ({
    ...ofVersion(4, random),
    topLabelType: 5,
    topLabelAddress: '203.0.113.9',
    labels: Array.from({ length: random.integer(1, 6) }, (_, index) => ({
      label: random.integer(16, 1_048_575),
      trafficClass: index,
      bottom: false,
    })),
  }),
  'keys that come and go': anyFlow,
  'counters above 2^53': (random) => ({
    ...ofVersion(4, random),
    bytesIn: 2n ** 63n + BigInt(random.integer(0, 2 ** 40)),
    packetsIn: 2n ** 60n + BigInt(random.integer(0, 2 ** 40)),
  }),
};

function ofVersion(ipVersion: 4 | 6, random: Generator): Flow {
  const flow = netflowV9(random);
  return flow.ipVersion === ipVersion ? flow : ofVersion(ipVersion, random);
}

/** Damages done to a message: what is rejected, and why. */
const damages: Readonly<Record<string, (text: string) => string>> = {
  'not JSON': (text) => text.slice(0, text.length - 40),
  'unknown shape': (text) =>
    text.replace(/"(BytesIn|SrcMacIn|MPLS1Label|time_\w+_ns|T[Cc][Pp]Flags|S\w+A[Ss]|I[Pp]Tos)"/g, '"x$1"'),
  'not IP': (text) => text.replace(/("[Ee]type"):[^,]+/, '$1:2054'),
  'protocol 256': (text) => text.replace(/("[Pp]roto"):[^,]+/, '$1:256'),
  'no source address': (text) => text.replace(/"(SrcAddr|src_addr)"/, '"other"'),
};

const KIND_OF_BAD = 'IPv4';

/** All streams, of each dialect in turn; each is made when it is its turn. */
export function* workloads(
  printers: Readonly<Record<string, Print>>,
  records: number,
): IterableIterator<Workload> {
  for (const [dialect, print] of Object.entries(printers)) {
    for (const [kind, make] of Object.entries(kinds)) {
      const random = generator(1);
      const texts = Array.from({ length: records }, () => print(make(random)));
      const bytes = (list: readonly string[]) => list.map((text) => Buffer.from(text));
      const bad = Object.entries(damages).map(([what, damage]) => [what, bytes(texts.map(damage))] as const);
      yield {
        name: `${dialect}, ${kind}`,
        messages: { good: bytes(texts), ...(kind === KIND_OF_BAD && { bad: Object.fromEntries(bad) }) },
      };
    }
  }
}
