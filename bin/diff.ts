/** `npm run diff`: what a change of `dist/` means in the cluster. Try `npm run diff -- --help`. */
import { parseArgs } from 'node:util';
import { defaultBase, loadRevision, LoadError, loadWorkingTree, resolveCommit } from '../review/load';
import { reportJson } from '../review/report-json';
import { reportMarkdown } from '../review/report-markdown';
import { reportText } from '../review/report-text';
import { isDangerous, review, type Revision } from '../review/review';

const HELP = `Usage: npm run diff -- [options]

Compares the manifests in dist/ of two revisions and says what the difference does in the cluster.

  --base REF       the revision before (default: where HEAD left origin/main; HEAD~1 without origin/main)
  --head REF       the revision after (default: the working tree, committed or not)
  --format FORMAT  text (default), markdown or json
  --help           this text

Exit code: 0 nothing dangerous, 2 something dangerous, 1 an error.
`;

const FORMATS: Readonly<Record<string, typeof reportText>> = {
  text: reportText,
  markdown: reportMarkdown,
  json: reportJson,
};

class UsageError extends Error {}

try {
  process.exitCode = run();
} catch (error) {
  if (!(error instanceof LoadError || error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function run(): number {
  const options = parse();
  if (options.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const report = Object.hasOwn(FORMATS, options.format) ? FORMATS[options.format] : undefined;
  if (!report) {
    throw new UsageError(`--format is "${options.format}"; it must be ${Object.keys(FORMATS).join(', ')}`);
  }
  const repository = process.cwd();
  const result = review(baseRevision(repository, options.base), headRevision(repository, options.head));
  process.stdout.write(report(result));
  return isDangerous(result) ? 2 : 0;
}

function parse() {
  try {
    return parseArgs({
      options: {
        base: { type: 'string' },
        head: { type: 'string' },
        format: { type: 'string', default: 'text' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

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
