/** What the harness asks of an engine, whichever it is. */
/** Where it finds and leaves its records. */
export interface Places {
  readonly brokers: readonly string[];
  readonly topics: { readonly input: string; readonly output: string; readonly rejected: string };
  readonly group: string;
}

/** One that runs. */
export interface Engine {
  /** Resolves when all of it says that it can work. */
  readonly ready: () => Promise<void>;
  /** What its probe, or its cluster, says at present: one text for each process that answers. */
  readonly readiness: () => Promise<readonly string[]>;
  /** What happened that nobody has done: a process that ended by itself. */
  readonly surprises: readonly string[];
  readonly stop: () => Promise<void>;
}
