/** `npm run diff` as people and the workflow run it, in a small git repository. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';

const TOPICS = 'dist/production/kafka-topics/ConfigMap.kafka-topics.yaml';
const SERVICE = 'dist/production/kafka/Service.kafka-service.yaml';
const HOSTS = 'dist/hosts/production/etc/docker/daemon.json';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const name of ['bin', 'review']) symlinkSync(resolve(name), join(folder, name));
  write('package.json', '{ "private": true, "scripts": { "diff": "node --import tsx bin/diff.ts" } }');
  write(TOPICS, topics('flows 12 3'));
  write(SERVICE, manifest('Service', 'kafka-service'));
  git('init', '-q', '-b', 'main');
  commit('one');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const manifest = (kind: string, name: string): string =>
  `# a comment\napiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: netflow\n`;
const topics = (...lines: readonly string[]): string =>
  `${manifest('ConfigMap', 'kafka-topics')}data:\n  topics: |\n${lines.map((line) => `    ${line}\n`).join('')}`;

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function commit(message: string): string {
  git('add', 'dist');
  git('commit', '-qm', message);
  return git('rev-parse', '--short=9', 'HEAD');
}

function diff(...options: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bin/diff.ts', ...options],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

test('0 without danger, 2 with it, the same text every time', () => {
  const base = git('rev-parse', '--short=9', 'HEAD');
  expect(diff('--base', 'HEAD')).toEqual({
    status: 0,
    stdout: `HEAD (${base}) -> working tree\nNothing changes in the cluster.\n`,
    stderr: '',
  });

  write(TOPICS, topics('flows 24 3'));
  expect(diff('--base', 'main')).toEqual({
    status: 0,
    stdout: `main (${base}) -> working tree
1 object changes in production: 1 other.

== production

kafka-topics/ConfigMap netflow/kafka-topics (changed)
  .  Topic flows grows from 12 to 24 partitions, for good: keys move to other partitions, so the order per key holds only for records from then on.
       data.topics:
     -   flows 12 3
     +   flows 24 3
`,
    stderr: '',
  });

  write(TOPICS, topics('flows 6 3'));
  rmSync(join(folder, SERVICE));
  write(HOSTS, '{}\n');
  const markdown = diff('--base', base, '--format', 'markdown');
  expect(markdown).toEqual({
    status: 2,
    stdout: `## What this changes in the cluster

${base} → working tree: 3 objects change in production: 2 dangerous and 1 other.

🛑 dangerous · 🔄 pods restart · ℹ️ good to know

### production

#### 🛑 kafka/Service netflow/kafka-service (removed)

- 🛑 Whoever calls kafka-service fails: its name is gone.

#### 🛑 kafka-topics/ConfigMap netflow/kafka-topics (changed)

- 🛑 Topic flows: 12 partitions can't be reduced to 6. The topics Job fails until the topic is deleted with its records.

\`\`\`diff
  data.topics:
-   flows 12 3
+   flows 6 3
\`\`\`

#### ℹ️ hosts/File /etc/docker/daemon.json (added)

- ℹ️ Argo CD puts no files on machines: who runs them has to.
`,
    stderr: '',
  });
  expect(diff('--base', base, '--format', 'markdown')).toEqual(markdown);

  const two = commit('two');
  const json = diff('--base', base, '--head', 'HEAD', '--format', 'json');
  expect(json.status).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({ base, head: `HEAD (${two})`, dangerous: true });
  // Back again: what a revert would do.
  expect(diff('--base', 'HEAD', '--head', base)).toMatchObject({ status: 0 });
});

test('without --base: since HEAD left origin/main; without a remote, since the commit before the last', () => {
  expect(diff()).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'found no origin/main, and no commit before HEAD; needed: a revision to compare with, such as --base HEAD\n',
  });
  const one = git('rev-parse', '--short=9', 'HEAD');
  git('checkout', '-q', '-b', 'change');
  write(TOPICS, topics('flows 24 3'));
  const two = commit('two');
  write(TOPICS, topics('flows 36 3'));
  commit('three');
  expect(diff().stdout).toContain(`HEAD~1 (${two}) -> working tree`);
  git('update-ref', 'refs/remotes/origin/main', 'main');
  expect(diff().stdout).toContain(`origin/main (${one}) -> working tree`);

  // What others merge meanwhile isn't shown as undone.
  git('checkout', '-q', 'main');
  write(SERVICE, manifest('Service', 'other'));
  git('update-ref', 'refs/remotes/origin/main', (commit('other'), 'main'));
  git('checkout', '-q', 'change');
  const { stdout } = diff();
  expect(stdout).toContain(`origin/main (${one}) -> working tree`);
  expect(stdout).not.toContain('Service');
});

test.each<[string, readonly string[], RegExp]>([
  ['an unknown option', ['--bass', 'HEAD'], /^diff: unknown option '--bass'.*\n$/],
  ['an argument', ['HEAD'], /^diff: too many arguments/],
  ['an option without its value', ['--base'], /^diff: option '--base <ref>' argument missing/],
  [
    'an unknown format',
    ['--format', 'html'],
    /^diff: .*'--format <format>'.* 'html' is invalid\. Allowed choices are text, markdown, json; .*\n$/,
  ],
  [
    'a format of every object',
    ['--format', 'toString'],
    /^diff: .*'--format <format>'.* 'toString' is invalid/,
  ],
  [
    'an unknown revision',
    ['--base', 'nowhere'],
    /^git knows no revision "nowhere"; fetch it or name another\n$/,
  ],
  ['a revision like an option', ['--base=--all'], /^git knows no revision "--all"/],
])('1 after a mistake: %s', (_, options, message) => {
  const { status, stdout, stderr } = diff(...options);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

test('1 when a manifest is not YAML, or there are none', () => {
  write(SERVICE, 'a: [');
  expect(diff('--base', 'HEAD')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`${SERVICE} is not YAML: `) as string,
  });
  rmSync(join(folder, 'dist'), { recursive: true });
  expect(diff('--base', 'HEAD')).toMatchObject({
    status: 1,
    stderr: 'there is no dist/ here: run "npm run synth" first, in the folder of package.json\n',
  });
});

test('--help tells options and exit codes', () => {
  const { status, stdout } = diff('--help');
  expect(status).toBe(0);
  for (const text of [
    '--base',
    '--head',
    '--format',
    '0  nothing dangerous',
    '1  an error',
    '2  something dangerous',
  ]) {
    expect(stdout).toContain(text);
  }
});

describe('the workflow', () => {
  interface Step {
    readonly name?: string;
    readonly run?: string;
    readonly uses?: string;
  }
  interface Job {
    readonly if?: string;
    readonly permissions?: Readonly<Record<string, string>>;
    readonly steps: readonly Step[];
  }
  const workflow = parse(readFileSync('.github/workflows/manifests.yml', 'utf8')) as {
    readonly on: object;
    readonly permissions: object;
    readonly jobs: Readonly<Record<'manifests' | 'comment' | 'suites', Job>>;
  };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const script = (name: string): string => {
    const found = steps.find((step) => step.name === name)?.run;
    if (found === undefined) throw new Error(`the workflow has no step "${name}"`);
    return found;
  };
  /** As GitHub runs it. */
  const run = (name: string) =>
    spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script(name)], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, BASE: 'origin/main', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') },
    });

  test('fails when dist/ has drifted, also by a new file', () => {
    write('values.schema.json', '{}\n');
    write('docs/reference/values.md', '# Values\n');
    git('add', 'values.schema.json', 'docs');
    commit('schema');
    const name = 'Generated files are current';
    expect(run(name).status).toBe(0);
    write('dist/production/kafka/Service.new.yaml', manifest('Service', 'new'));
    expect(run(name).status).toBe(1);
    rmSync(join(folder, 'dist/production/kafka/Service.new.yaml'));
    git('reset', '-q');
    appendFileSync(join(folder, SERVICE), '\n');
    expect(run(name).status).toBe(1);
  });

  test('posts the review and warns of danger; a change that cannot be reviewed fails', () => {
    const name = 'What it means in the cluster';
    expect(run(name).status).toBe(1); // no origin/main
    git('update-ref', 'refs/remotes/origin/main', 'main');
    const calm = run(name);
    expect(calm).toMatchObject({ status: 0, stdout: '' });
    rmSync(join(folder, SERVICE));
    const dangerous = run(name);
    expect(dangerous.status).toBe(0);
    expect(dangerous.stdout).toMatch(/^::warning::/);
    expect(existsSync(join(folder, 'summary.md'))).toBe(true);
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain(
      '🛑 Whoever calls kafka-service fails',
    );
  });

  test('pins every action by digest, and may write nothing but one comment', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(4);
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push']);
    const { manifests: reviews, comment, suites } = workflow.jobs;
    expect([reviews.permissions, suites.permissions]).toEqual([undefined, undefined]);
    expect(comment.permissions).toEqual({ 'pull-requests': 'write' });
    expect(comment.if).toContain('head.repo.full_name == github.repository');
    expect(JSON.stringify(comment.steps)).not.toMatch(/checkout|npm/);
    expect(suites.steps.map(({ run: command }) => command).join()).toContain('.ci/run');
  });

  // GitHub's command line tool is stood in for: it has nobody to talk to here.
  test.each([
    ['writes a comment', '', 'api --method POST comments --field body=@comment.md'],
    ['updates the one that is there', '7', 'api --method PATCH comment/7 --field body=@comment.md'],
  ])('%s', (_, id, expected) => {
    // Not `bin`, which leads into this repository.
    const bin = join(folder, 'stand-in');
    mkdirSync(bin, { recursive: true });
    const gh = '#!/bin/bash\n[[ $* == *--paginate* ]] && { echo "$ID"; exit; }\necho "$*"\n';
    writeFileSync(join(bin, 'gh'), gh, { mode: 0o755 });
    writeFileSync(join(folder, 'review.md'), '## What this changes in the cluster\n');
    const { status, stdout } = spawnSync('bash', ['-eo', 'pipefail', '-c', script('Write the comment')], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${bin}:${process.env.PATH ?? ''}`,
        ID: id,
        COMMENTS: 'comments',
        COMMENT: 'comment',
      },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${expected}\n` });
    expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toMatch(/^<!-- .* -->\n## What this changes/);
  });
});
