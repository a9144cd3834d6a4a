/** What the demo says while it starts: on the terminal, and to the page. */

/** One step of the start. */
export interface Step {
  readonly name: string;
  /** What it is at, such as the jar that is being downloaded. */
  readonly detail: string;
  /** Seconds that it took; undefined while it runs. */
  readonly seconds: number | undefined;
}

/** Writes a line when a step begins and when it has ended; details only where a line can be written over. */
export class Progress {
  private readonly list: Step[] = [];

  constructor(private readonly stream: NodeJS.WriteStream) {}

  get steps(): readonly Step[] {
    return this.list;
  }

  /** Does one step. @param work is given what tells of its details */
  async step<T>(name: string, work: (tell: (detail: string) => void) => Promise<T>): Promise<T> {
    const index = this.list.push({ name, detail: '', seconds: undefined }) - 1;
    const startedAt = Date.now();
    const result = await work((detail) => {
      this.list[index] = { name, detail, seconds: undefined };
      this.overwrite(`${name}: ${detail}`);
    });
    const seconds = (Date.now() - startedAt) / 1000;
    this.list[index] = { name, detail: '', seconds };
    this.overwrite('');
    this.stream.write(`${name}: ${seconds.toFixed(1)} s\n`);
    return result;
  }

  private overwrite(text: string): void {
    if (!this.stream.isTTY) return;
    this.stream.write(`\r\u001b[K${text.slice(0, this.stream.columns - 1)}`);
  }
}
