/** `npm run diff`: what a change of `dist/` means in the cluster. */
import { run, speakable } from '#normalizer/command-line';
import { Command, Option } from 'commander';
import { version } from '../package.json';
import { defaultBase, LoadError, requireCommits, resolveCommit } from '../review/git';
import { loadRevision, loadWorkingTree } from '../review/load';
import { reportJson } from '../review/report-json';
import { reportMarkdown } from '../review/report-markdown';
import { reportText } from '../review/report-text';
import { isDangerous, review, type Revision } from '../review/review';

const FORMATS = { text: reportText, markdown: reportMarkdown, json: reportJson } as const;

interface Options {
  readonly base?: string;
  readonly head?: string;
  readonly format: keyof typeof FORMATS;
}

const command = new Command('npm run diff --')
  .description('Compares the manifests in dist/ of two revisions and says what that does in the cluster.')
  .option('--base <ref>', 'the revision before (default: where HEAD left origin/main; HEAD~1 without it)')
  .option('--head <ref>', 'the revision after (default: the working tree, committed or not)')
  .addOption(new Option('--format <format>', 'how it is told').choices(Object.keys(FORMATS)).default('text'))
  .action(({ base, head, format }: Options) => {
    const repository = process.cwd();
    requireCommits(repository);
    const result = review(baseRevision(repository, base), headRevision(repository, head));
    process.stdout.write(FORMATS[format](result));
    process.exitCode = isDangerous(result) ? 2 : 0;
  });
speakable(command, version, {
  examples: [
    ['npm run diff', 'what does my branch change?'],
    ['npm run diff -- --base v1.2.0 --head v1.3.0', 'what does an upgrade change?'],
    ['npm run -s diff -- --format markdown', 'for a comment in a pull request'],
  ],
  exitCodes: [
    ['0', 'nothing dangerous'],
    ['1', 'an error'],
    ['2', 'something dangerous'],
  ],
});
void run(command, LoadError);

function baseRevision(repository: string, name: string | undefined): Revision {
  const base =
    name === undefined ? defaultBase(repository) : { name, commit: resolveCommit(repository, name) };
  return revision(repository, base.name, base.commit);
}

function headRevision(repository: string, name: string | undefined): Revision {
  return name === undefined
    ? { name: 'working tree', objects: loadWorkingTree(repository) }
    : revision(repository, name, resolveCommit(repository, name));
}

function revision(repository: string, name: string, commit: string): Revision {
  const short = commit.slice(0, 9);
  return {
    name: commit.startsWith(name) ? short : `${name} (${short})`,
    objects: loadRevision(repository, commit),
  };
}
