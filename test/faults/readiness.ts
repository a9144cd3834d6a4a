/** What an engine says of itself while it is harmed, asked again and again. */
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MILLISECONDS = 250;

export class Readiness {
  private readonly times = new Map<string, number>();
  private asking: Promise<void> | undefined;
  private wanted = true;

  /** @param ask resolves with what the engine says; what rejects is a process that can't answer */
  start(ask: () => Promise<readonly string[]>): void {
    const run = async () => {
      while (this.wanted) {
        for (const answer of await ask()) {
          const words = withoutDetails(answer);
          this.times.set(words, (this.times.get(words) ?? 0) + 1);
        }
        await sleep(PAUSE_MILLISECONDS);
      }
    };
    this.asking = run();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    await this.asking;
  }

  /** Each answer, and which part of all answers it was: `200 (95 %), 503 … (5 %)`. */
  summary(): string {
    const total = [...this.times.values()].reduce((sum, times) => sum + times, 0);
    return [...this.times]
      .map(([words, times]) => `${words} (${Math.max(1, Math.round((100 * times) / total))} %)`)
      .join(', ');
  }
}

/** Names of topics are a run's own, ports a machine's. */
function withoutDetails(answer: string): string {
  return answer
    .replace(/(brokers do not answer).*/, '$1')
    .replace(/absent, or[^:]*: /, 'absent: ')
    .replaceAll(/[\w-]+-(input|output|rejected)\b/g, '$1');
}
