/** What Argo CD says of its Applications. */
import { eventually } from '../servers/process';
import type { Kubectl } from './machine/kubectl';

/** An Application, with the parts that the suites read. */
export interface Application {
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string };
    readonly health?: { readonly status: string };
    readonly operationState?: { readonly phase: string; readonly message?: string };
    readonly conditions?: readonly { readonly message: string }[];
  };
}

/** `name: Synced, Healthy` of every Application, and why not, in the order of their names. */
export async function applications(kubectl: Kubectl): Promise<string[]> {
  return (await kubectl.list<Application>('applications.argoproj.io', 'argocd')).map(described);
}

/**
 * Waits until all Applications are there, synced and healthy.
 * @param count of them, with the roots
 * @param commit that those of git must have come to, and be through with
 */
export async function allHealthy(kubectl: Kubectl, count: number, commit?: string): Promise<void> {
  await eventually(
    `${count} Applications are synced and healthy`,
    async () => {
      const all = await kubectl.list<Application>('applications.argoproj.io', 'argocd');
      const states = all.map(described);
      const there = commit === undefined || all.every((application) => isThrough(application, commit));
      if (states.length === count && states.every(isWell) && there) return true;
      throw new Error(`\n${states.join('\n')}`);
    },
    { seconds: 600 },
  );
}

/** Whether it has seen the commit, and nothing is under way; what comes from a chart has no commits. */
function isThrough({ status }: Application, commit: string): boolean {
  const revision = status?.sync?.revision ?? '';
  const seen = !/^[0-9a-f]{40}$/.test(revision) || revision === commit;
  return seen && status?.operationState?.phase !== 'Running';
}

/** Waits until one Application is synced to the newest commit, and healthy. */
export async function healthy(kubectl: Kubectl, name: string, commit?: string, seconds = 300): Promise<void> {
  await eventually(
    `${name} is synced and healthy`,
    async () => {
      const application = await kubectl.get<Application>('application.argoproj.io', name, 'argocd');
      const there = commit === undefined || application.status?.sync?.revision === commit;
      if (there && isWell(described(application))) return true;
      throw new Error(described(application));
    },
    { seconds },
  );
}

function isWell(state: string): boolean {
  return state.endsWith(': Synced, Healthy');
}

function described({ metadata, status }: Application): string {
  const [sync = 'not seen', health = 'not seen'] = [status?.sync?.status, status?.health?.status];
  const state = `${metadata.name}: ${sync}, ${health}`;
  if (isWell(state)) return state;
  const why = [...(status?.conditions ?? []), status?.operationState].flatMap((said) => said?.message ?? []);
  return [state, ...why].join('; ');
}
