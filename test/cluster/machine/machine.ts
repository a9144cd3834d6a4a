/** A machine of its own for a cluster (machine.sh says how it is made, and that nothing is left of it). */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outcome } from '../../servers/process';

/** Namespaces with a network, a folder that goes with them, and no way out. */
export interface Machine {
  readonly folder: string;
  /** The process that `nsenter` enters it by. */
  readonly pid: number;
  /** Runs a command in it to its end. @throws Error with what it printed, when it fails */
  readonly run: (command: string, args: readonly string[], input?: string) => Promise<string>;
  /** The same for a command that may fail. */
  readonly attempt: (command: string, args: readonly string[], input?: string) => Promise<Outcome>;
  /** Starts a program that is to run as long as the machine; its output goes to `<folder>/<name>.log`. */
  readonly start: (
    name: string,
    command: string,
    args: readonly string[],
    env?: NodeJS.ProcessEnv,
  ) => Program;
  readonly stop: () => Promise<void>;
}

/** A program that was started on the machine. */
export interface Program {
  /** What it has printed, for the message of a failure. */
  readonly output: () => string;
  readonly running: () => boolean;
}

/** The address of the machine, and so of the cluster's only node. */
export const NODE_IP = '10.88.0.1';

/** Makes it, where `refuseUnable` has nothing to say. */
export async function startMachine(): Promise<Machine> {
  // Not in a temporary folder that may lie in memory or be mounted with "nodev": containers are unpacked in it.
  const folder = mkdtempSync('/var/tmp/netflow-cluster-');
  // In a session of its own: an interrupt from the keyboard ends the tests, and only then the machine.
  const holder = spawn('bash', [resolve('test/cluster/machine/machine.sh'), folder], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((done) => holder.once('exit', done));
  const said: string[] = [];
  holder.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const pid = await new Promise<number>((done, fail) => {
    holder.stdout.once('data', (line: Buffer) => {
      done(Number(line.toString()));
    });
    void ended.then(() => {
      fail(new Error(`no machine for a cluster: ${said.join('')}`));
    });
  });
  const inside = ['--target', String(pid), '--net', '--mount', '--pid', '--ipc', '--'];
  const attempt = (command: string, args: readonly string[], input?: string) =>
    outcome(spawn('nsenter', [...inside, command, ...args], { cwd: folder }), input);
  const machine: Machine = {
    folder,
    pid,
    attempt,
    run: async (command, args, input) => {
      const { status, stdout, stderr } = await attempt(command, args, input);
      if (status === 0) return stdout;
      throw new Error(`${command} ${args.join(' ').slice(0, 300)}: ${stderr}${stdout}`);
    },
    start: (name, command, args, env = {}) => {
      const file = join(folder, `${name}.log`);
      const log = openSync(file, 'a');
      const child = spawn('nsenter', [...inside, command, ...args], {
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', log, log],
      });
      child.unref();
      return {
        output: () => readFileSync(file, 'utf8').slice(-6000),
        running: () => child.exitCode === null && child.signalCode === null,
      };
    },
    stop: async () => {
      holder.stdin.end();
      await ended;
    },
  };
  await network(machine);
  return machine;
}

/** One address, and a default route that leads nowhere: client-go and kube-proxy look for one. */
async function network({ run }: Machine): Promise<void> {
  const script = `ip link set lo up
    ip link add node0 type veth peer name node1
    ip link set node1 up && ip address add ${NODE_IP}/24 dev node0 && ip link set node0 up
    ip route add default via ${NODE_IP} dev node0
    sysctl -qw net.ipv4.ip_forward=1
    sysctl -qw net.bridge.bridge-nf-call-iptables=1 || true`;
  await run('bash', ['-c', script]);
}

/** @throws Error in clear words, when the machine that this runs on can't have another in it */
export function refuseUnable(): void {
  const needs = 'a cluster of its own needs';
  if (process.platform !== 'linux') throw new Error(`${needs} Linux`);
  if (process.getuid?.() !== 0)
    throw new Error(`${needs} root: it makes namespaces, mounts and control groups`);
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${needs} network, mount and process namespaces: ${stderr}`);
}

/** How a command ended, when it has. */
async function outcome(child: ReturnType<typeof spawn>, input = ''): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const status = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  return { status, ...printed };
}
