/**
 * `docker` as the documentation uses it, done by podman: a stand-in, because no Docker engine runs where the tests
 * do. What is built by `docker buildx bake` is what the real buildx says of docker-bake.hcl.
 */
import { execFileSync, spawnSync } from 'node:child_process';

interface Target {
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

/** Runs podman in this process' place; ends it when podman fails. */
function podman(args: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  const { status } = spawnSync('podman', args, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

/** As Docker's own: base images are there, steps are not kept, equal inputs make equal images. */
function build(args: readonly string[]): void {
  const env = { ...process.env, CONTAINERS_CONF: process.env.BUILD_CONTAINERS_CONF };
  podman(['build', '--quiet', '--pull=never', '--layers=false', '--timestamp', '0', ...args], env);
}

function bake(args: readonly string[]): void {
  const plan = execFileSync(process.env.BUILDX ?? 'buildx', ['bake', ...args, '--print'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { target } = JSON.parse(plan) as { target: Record<string, Target> };
  for (const { context, dockerfile, target: stage, args: values = {}, labels = {}, tags } of Object.values(
    target,
  )) {
    build([
      ...['--file', dockerfile],
      ...(stage === undefined ? [] : ['--target', stage]),
      ...options('--build-arg', values),
      ...options('--label', labels),
      ...tags.flatMap((tag) => ['--tag', tag]),
      context,
    ]);
    if (args.includes('--push')) for (const tag of tags) podman(['push', '--quiet', tag]);
  }
}

const options = (option: string, pairs: Readonly<Record<string, string>>) =>
  Object.entries(pairs).flatMap(([name, value]) => [option, `${name}=${value}`]);

const [command = '', ...rest] = process.argv.slice(2);
if (command === 'buildx' && rest[0] === 'bake') bake(rest.slice(1));
else if (command === 'build') build(rest);
else podman([command, ...rest]);
