/** What the page shows of the last minute: sums that forget, second by second. */

/** Messages of one second, by where they were seen. */
export interface Rates {
  /** Seconds since 1970. */
  readonly second: number;
  readonly in: number;
  readonly out: number;
  readonly rejected: number;
}

/** One line of a table: a name with its share. */
export interface Share {
  readonly name: string;
  readonly bytes: number;
  readonly flows: number;
}

const TABLES = ['talkers', 'protocols', 'applications', 'exporters'] as const;
export type Table = (typeof TABLES)[number];

interface Second {
  in: number;
  out: number;
  rejected: number;
  readonly tables: Readonly<Record<Table, Map<string, { bytes: number; flows: number }>>>;
}

/** Seconds that are remembered. */
const WINDOW = 60;
const ROWS = 8;

/** Counts by the clock it is given. @param clock milliseconds since 1970 */
export class Statistics {
  private readonly seconds = new Map<number, Second>();
  private readonly reasons = new Map<string, number>();
  private readonly omissions = new Map<string, number>();
  private readonly sums = { in: 0, out: 0, rejected: 0 };

  constructor(private readonly clock: () => number) {}

  count(what: 'in' | 'out' | 'rejected'): void {
    this.now()[what]++;
    this.sums[what]++;
  }

  reject(reason: string): void {
    this.count('rejected');
    increase(this.reasons, reason);
  }

  omit(field: string): void {
    increase(this.omissions, field);
  }

  /** Adds a flow to one line of a table. */
  add(table: Table, name: string, bytes: number): void {
    const shares = this.now().tables[table];
    const share = shares.get(name) ?? { bytes: 0, flows: 0 };
    shares.set(name, { bytes: share.bytes + bytes, flows: share.flows + 1 });
  }

  /** The last minute, without the second that isn't over. */
  snapshot() {
    const now = Math.floor(this.clock() / 1000);
    for (const second of this.seconds.keys()) if (second < now - WINDOW) this.seconds.delete(second);
    const rates = Array.from({ length: WINDOW }, (_, index): Rates => {
      const second = now - WINDOW + index;
      const { in: came = 0, out = 0, rejected = 0 } = this.seconds.get(second) ?? {};
      return { second, in: came, out, rejected };
    });
    return {
      rates,
      sums: this.sums,
      reasons: [...this.reasons],
      omissions: [...this.omissions],
      ...(Object.fromEntries(TABLES.map((table) => [table, this.top(table)])) as Record<Table, Share[]>),
    };
  }

  private top(table: Table): Share[] {
    const sums = new Map<string, { bytes: number; flows: number }>();
    for (const { tables } of this.seconds.values()) {
      for (const [name, { bytes, flows }] of tables[table]) {
        const sum = sums.get(name) ?? { bytes: 0, flows: 0 };
        sums.set(name, { bytes: sum.bytes + bytes, flows: sum.flows + flows });
      }
    }
    return [...sums]
      .map(([name, sum]) => ({ name, ...sum }))
      .sort((one, other) => other.bytes - one.bytes || other.flows - one.flows)
      .slice(0, ROWS);
  }

  private now(): Second {
    const second = Math.floor(this.clock() / 1000);
    const found = this.seconds.get(second);
    if (found !== undefined) return found;
    const tables = Object.fromEntries(TABLES.map((table) => [table, new Map()])) as Second['tables'];
    const made = { in: 0, out: 0, rejected: 0, tables };
    this.seconds.set(second, made);
    return made;
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
