/**
 * The cluster's programs, built from the Go module proxy alone, once per version and user: a fresh clone finds them
 * again in `~/.cache/netflow-gitops`. Cold, on two cores, this takes half an hour; Go's own build cache shortens it.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSIONS } from './versions';

/** Where what is built is kept. */
export const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'netflow-gitops');

/** A folder that `make` fills, if that hasn't been done; one that was interrupted is begun anew. */
export function made(name: string, make: (folder: string) => void): string {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

/** Kubernetes' own programs. @returns the folder that holds them */
export function kubernetesPrograms(): string {
  const version = VERSIONS.kubernetes;
  const minor = version.split('.')[1] ?? '';
  return made(`kubernetes-${version}`, (folder) => {
    const source = moduleSource(`k8s.io/kubernetes@v${version}`);
    // The module is published without its staging folder; the modules in that folder are published too.
    const file = join(source, 'go.mod');
    const staging = /=> \.\/staging\/src\/(k8s\.io\/[a-z-]+)/g;
    writeFileSync(file, readFileSync(file, 'utf8').replace(staging, `=> $1 v0.${version.slice(2)}`));
    const stamp = Object.entries({
      'k8s.io/component-base/version.gitVersion': `v${version}`,
      'k8s.io/component-base/version.gitMajor': '1',
      'k8s.io/component-base/version.gitMinor': minor,
      'k8s.io/client-go/pkg/version.gitVersion': `v${version}`,
    }).map(([variable, value]) => `-X ${variable}=${value}`);
    for (const program of [
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kubelet',
      'kube-proxy',
      'kubectl',
    ])
      build(source, `./cmd/${program}`, join(folder, program), stamp);
    rmSync(source, { recursive: true });
  });
}

/** Argo CD's main, without the command line and the API server, which want the built web interface. */
const ARGO_CD_MAIN = `package main

import (
	"os"
	"path/filepath"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	askpass "github.com/argoproj/argo-cd/v3/cmd/argocd-git-ask-pass/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	commands := map[string]func() *cobra.Command{
		"argocd-application-controller": controller.NewCommand,
		"argocd-git-ask-pass":           askpass.NewCommand,
		"argocd-repo-server":            reposerver.NewCommand,
	}
	command, known := commands[filepath.Base(os.Args[0])]
	if !known || command().Execute() != nil {
		os.Exit(1)
	}
}
`;

/** Argo CD's controller and repository server, and `manifests/` of the release. @returns the folder that holds them */
export function argoCdPrograms(): string {
  return made(`argo-cd-${VERSIONS.argoCd}`, (folder) => {
    const source = moduleSource(`github.com/argoproj/argo-cd/v3@v${VERSIONS.argoCd}`);
    const main = join(source, 'cmd', 'server');
    mkdirSync(main);
    writeFileSync(join(main, 'main.go'), ARGO_CD_MAIN);
    build(source, './cmd/server', join(folder, 'argocd-application-controller'));
    for (const name of ['argocd-repo-server', 'argocd-git-ask-pass'])
      symlinkSync('argocd-application-controller', join(folder, name));
    cpSync(join(source, 'manifests'), join(folder, 'manifests'), { recursive: true });
    rmSync(source, { recursive: true });
  });
}

/** The cluster's name server. @returns the folder that holds it */
export function coreDns(): string {
  return made(`coredns-${VERSIONS.coreDns}`, (folder) => {
    go(tmpdir(), ['install', ...FLAGS, '-ldflags=-s -w', `github.com/coredns/coredns@v${VERSIONS.coreDns}`], {
      GOBIN: folder,
    });
  });
}

/** What all of them are built with. Equal flags let Go's cache serve a second build. */
const FLAGS = ['-trimpath', '-p=2'];

function build(source: string, main: string, program: string, stamp: readonly string[] = []): void {
  go(source, ['build', ...FLAGS, `-ldflags=${['-s', '-w', ...stamp].join(' ')}`, '-o', program, main]);
}

/** A module's source, in a folder that may be written to. */
function moduleSource(module: string): string {
  const { Dir } = JSON.parse(go(tmpdir(), ['mod', 'download', '-json', module])) as { Dir: string };
  const folder = mkdtempSync(join(tmpdir(), 'module-'));
  cpSync(Dir, folder, { recursive: true });
  execFileSync('chmod', ['-R', 'u+w', folder]);
  chmodSync(folder, 0o755);
  for (const name of ['go.work', 'go.work.sum', 'vendor'])
    rmSync(join(folder, name), { recursive: true, force: true });
  return folder;
}

/** @throws Error saying what to install when there's no Go, or with what Go said */
function go(cwd: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): string {
  const settings = { GOFLAGS: '-buildvcs=false -mod=mod', GOWORK: 'off', CGO_ENABLED: '0', ...more };
  // Outside a module, Go takes no -mod.
  if (args[0] !== 'build') settings.GOFLAGS = '-buildvcs=false';
  try {
    return execFileSync('nice', ['-n', '10', 'go', ...args], {
      cwd,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    const { status, stderr } = error as { status?: number; stderr?: string };
    const why =
      status === 127
        ? 'go not found: these suites need Go on the PATH'
        : `go ${args[0] ?? ''}:\n${stderr ?? ''}`;
    throw new Error(why, { cause: error });
  }
}
