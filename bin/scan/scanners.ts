/** The scanners: where they come from, and what they find. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { goCommand } from '../../test/servers/go';
import { NotFetched } from '../../test/servers/not-fetched';

const CHECKOV = '3.3.30';
const KUBE_SCORE = 'v1.20.0';

/** One thing that a scanner doesn't like. */
export interface Finding {
  /** The check's own id. */
  readonly check: string;
  readonly object: string;
  readonly says: string;
}

/** Installs both into `.cache/`, unless these versions are there. @throws NotFetched when Python 3 or Go is missing, or their packages */
export function installScanners(): void {
  kubeScore();
  if (existsSync(checkov())) return;
  install('python3', ['-m', 'venv', PYTHON]);
  install(join(PYTHON, 'bin/pip'), ['install', '--quiet', `checkov==${CHECKOV}`]);
}

const PYTHON = resolve('.cache/checkov', CHECKOV);
const checkov = () => join(PYTHON, 'bin/checkov');
const kubeScore = () => goCommand('github.com/zegl/kube-score/cmd/kube-score', KUBE_SCORE);

function install(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  } catch (error) {
    const what = `${command} ${args.join(' ')} failed`;
    throw new NotFetched(`${what}; needed: Python 3 with venv, and a package index, for checkov`, {
      cause: error,
    });
  }
}

interface CheckovReport {
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

/** What checkov finds in a folder of manifests. */
export function askCheckov(folder: string): Finding[] {
  const args = ['--directory', folder, '--framework', 'kubernetes', '--output', 'json', '--soft-fail'];
  const { stdout } = spawnSync(checkov(), args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const { results } = JSON.parse(stdout) as CheckovReport;
  return (results?.failed_checks ?? []).map(({ check_id, check_name, resource }) => ({
    check: check_id,
    object: resource,
    says: check_name,
  }));
}

interface Scored {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: readonly { readonly summary: string }[] | null;
  }[];
}

/** kube-score's grade of what it has no complaint about. */
const ALL_OK = 10;

/** What kube-score finds in files of manifests. */
export function askKubeScore(files: readonly string[]): Finding[] {
  const { stdout } = spawnSync(kubeScore(), ['score', '--output-format', 'json', ...files], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return (JSON.parse(stdout) as Scored[]).flatMap(({ object_name, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < ALL_OK)
      .map(({ check, comments }) => ({
        check: check.id,
        object: object_name,
        says: comments?.[0]?.summary ?? check.name,
      })),
  );
}
