/** The commands of pages, and which of them can run where `npm test` does. */
import type { Block } from './pages';

/** A command, and what the page says that it prints; undefined: the page says nothing of it. */
export interface Command {
  readonly script: string;
  readonly printed: string | undefined;
}

/** In a `console` block each line after `$ ` is a command, and what follows its output; in `sh` all is one script. */
export function commandsOf({ language, text }: Block): Command[] {
  if (language === 'sh') return [{ script: text, printed: undefined }];
  if (language !== 'console') return [];
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [script = '', ...printed] = part.split('\n');
      return { script, printed: printed.join('\n') };
    });
}

/** What a page shows, as a whole; `…` stands for what it leaves out. */
export function asPattern(printed: string): RegExp {
  const parts = printed
    .trimEnd()
    .split('…')
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*?')}\\s*$`);
}

/** What a command needs that `npm test` has not, and where it is run instead; the first that fits counts. */
const ELSEWHERE: readonly (readonly [word: RegExp, why: string])[] = [
  [/\b(docker|skopeo|htpasswd|sudo|REVISION=)/, 'builders and a registry: test/images.system.test.ts'],
  [/\b(kubectl|kind|k3s|helm (install|upgrade)|argocd)\b/, 'a cluster: test/cluster/'],
  [/npm run build|npm run sbom|jq /, 'the bundle: test/images.system.test.ts'],
  [/\bsoftflowd\b|\bkcat\b/, 'a pipeline that runs: test/packets/'],
  [/\bcurl\b/, 'a server that the page has had started: test/images.system.test.ts'],
  [/npm run demo/, 'it runs until Ctrl-C: test/demo.system.test.ts'],
  [/npm run digests/, 'registries: test/digests.system.test.ts'],
  [
    /npm run (bench|faults|restarts|scan)|npm (run )?test|\.ci\/run|npm run lint|npm run typecheck/,
    'it is CI itself, or longer',
  ],
  [/npm install .*git\+|--output \.\.\//, 'folders outside of the clone: test/without-a-fork.test.ts'],
  [/git (clone|push|switch|checkout)/, 'a repository elsewhere'],
];

/** Why a script can't be run here; undefined: it can. */
export function runsElsewhere(script: string): string | undefined {
  return ELSEWHERE.find(([word]) => word.test(script))?.[1];
}
