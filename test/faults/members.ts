/** Processes of the kafkajs engine that join one group, and are started again when they end: as a kubelet does. */
import { BUNDLE } from '../servers/bundle';
import { startNormalizer, type Normalizer } from '../servers/normalizer';
import { eventually, startServer } from '../servers/process';
import type { Engine, Places } from './engine';

const ANSWER_MILLISECONDS = 1000;

/** A member, whose process changes. */
export interface Member {
  readonly process: () => Normalizer;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it in good order, for ever. */
  readonly leave: () => Promise<void>;
}

export class Members implements Engine {
  readonly surprises: string[] = [];
  private readonly members = new Set<Member>();

  constructor(
    private readonly environment: string,
    private readonly options: readonly string[],
    private readonly places: Places,
  ) {}

  /** Those that are there, in the order in which they came. */
  list(): readonly Member[] {
    return [...this.members];
  }

  /** Starts one more. */
  async join(): Promise<Member> {
    let server = await this.start();
    let leaving = false;
    let ending: NodeJS.Signals | undefined;
    const keep = async () => {
      for (;;) {
        const code = await server.exited;
        if (leaving) return;
        const asked = ending === 'SIGKILL' || (ending === 'SIGTERM' && code === 0);
        if (!asked)
          this.surprises.push(`ended with ${code} after ${ending ?? 'no signal'}: ${lastWords(server)}`);
        ending = undefined;
        server = await this.start();
      }
    };
    const kept = keep();
    const member: Member = {
      process: () => server,
      signal: (signal) => {
        if (signal === 'SIGKILL' || signal === 'SIGTERM') ending = signal;
        process.kill(server.pid, signal);
      },
      leave: async () => {
        leaving = true;
        this.members.delete(member);
        await server.stop();
        await kept;
      },
    };
    this.members.add(member);
    return member;
  }

  /** Waits until all of them say that they are. */
  async ready(): Promise<void> {
    await eventually('all members are ready', async () => {
      const answers = await this.readiness();
      return answers.length === this.members.size && answers.every((answer) => answer === '200');
    });
  }

  async readiness(): Promise<readonly string[]> {
    const answers = this.list().map(async (member) => {
      try {
        const signal = AbortSignal.timeout(ANSWER_MILLISECONDS);
        const response = await fetch(`${member.process().http}/readyz`, { signal });
        return [`${response.status} ${(await response.text()).trim()}`.replace('200 ok', '200')];
      } catch {
        return [];
      }
    });
    return (await Promise.all(answers)).flat();
  }

  async stop(): Promise<void> {
    await Promise.all(this.list().map((member) => member.leave()));
  }

  private start(): Promise<Normalizer> {
    const { brokers, topics, group } = this.places;
    const ours = {
      NORMALIZER_INPUT_TOPIC: topics.input,
      NORMALIZER_OUTPUT_TOPIC: topics.output,
      NORMALIZER_REJECTED_TOPIC: topics.rejected,
      NORMALIZER_CONSUMER_GROUP: group,
    };
    const bundle = (variables: Readonly<Record<string, string>>) =>
      startServer(process.execPath, [BUNDLE, 'kafka'], { env: { ...process.env, ...variables, ...ours } });
    const cluster = { brokers, credentials: undefined };
    return startNormalizer(this.environment, cluster, bundle, 'netflow-normalizer', this.options);
  }
}

/** What a process that can't go on has logged as the reason. */
function lastWords(server: Normalizer): string {
  const fatal = server.output().trim().split('\n').at(-1) ?? '';
  return /"message":"([^"]*)"/.exec(fatal)?.[1] ?? fatal;
}
