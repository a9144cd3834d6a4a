/**
 * A real Prometheus, told by PodMonitors what to scrape as the Prometheus operator would tell it, and by
 * PrometheusRules what to alert on. Time passes faster: all durations of the rules are divided by {@link FASTER}.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Rules } from '../../charts/monitoring/rules';
import type { KubernetesObject } from '../manifests';
import { eventually, freePort, startServer } from '../servers/process';

/** A quarter of an hour is 15 seconds, five minutes are 5. */
export const FASTER = 60;

/** A pod whose containers run here. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Where a port is, by its name. */
  readonly ports: Readonly<Record<string, string>>;
}

/** One series that a query led to. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Prometheus {
  /** @throws Error with what Prometheus says of the query */
  readonly query: (expr: string) => Promise<Series[]>;
  /** The alerts of a file of rules that fire now, each once. */
  readonly firing: (file: string) => Promise<string[]>;
  /** The targets whose last scrape failed, or that were never scraped. */
  readonly unhealthy: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

/** Starts it. @param rules by the names of their files */
export async function startPrometheus(
  monitors: readonly KubernetesObject[],
  pods: readonly Pod[],
  rules: Readonly<Record<string, Rules>>,
): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const file = (name: string) => join(folder, `${name}.rules.yaml`);
  for (const [name, spec] of Object.entries(rules)) writeFileSync(file(name), stringify(faster(spec)));
  const configuration = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: Object.keys(rules).map(file),
    scrape_configs: monitors.map((monitor) => scrapeConfig(monitor, pods)),
  };
  writeFileSync(join(folder, 'prometheus.yml'), stringify(configuration));
  const address = `127.0.0.1:${await freePort()}`;
  const server = startServer(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { cwd: folder },
  );
  const get = async <T>(path: string) => {
    const response = await fetch(`http://${address}/${path}`);
    const { data, error } = (await response.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${decodeURIComponent(path)}: ${error}`);
    return data;
  };
  await eventually('Prometheus is ready', async () => (await fetch(`http://${address}/-/ready`)).ok, {
    server,
  });
  return {
    query: async (expr) => {
      const { result } = await get<{ result: { metric: Series['metric']; value: [number, string] }[] }>(
        `api/v1/query?query=${encodeURIComponent(expr)}`,
      );
      return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
    },
    firing: async (name) => {
      const { groups } = await get<{
        groups: { file: string; rules: { name: string; state: string; health: string }[] }[];
      }>('api/v1/rules');
      const own = groups.filter((group) => group.file === file(name)).flatMap((group) => group.rules);
      return own.filter(({ state }) => state === 'firing').map((rule) => rule.name);
    },
    unhealthy: async () => {
      const { activeTargets } = await get<{
        activeTargets: { health: string; labels: { pod: string }; lastError: string }[];
      }>('api/v1/targets');
      return activeTargets
        .filter(({ health }) => health !== 'up')
        .map(({ labels, health, lastError }) => `${labels.pod}: ${health} ${lastError}`);
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the operator makes of a PodMonitor (https://prometheus-operator.dev/docs/api-reference/api/#podmonitor). */
function scrapeConfig({ metadata, spec }: KubernetesObject, pods: readonly Pod[]) {
  const { jobLabel, selector, podMetricsEndpoints } = spec as {
    jobLabel: string;
    selector: { matchLabels: Record<string, string> };
    podMetricsEndpoints: { port: string }[];
  };
  const selected = pods.filter(
    ({ namespace, labels }) =>
      namespace === metadata.namespace &&
      Object.entries(selector.matchLabels).every(([label, value]) => labels[label] === value),
  );
  const static_configs = selected.flatMap(({ namespace, name, labels, ports }) =>
    podMetricsEndpoints.flatMap(({ port }) =>
      ports[port] === undefined
        ? []
        : [
            {
              targets: [ports[port]],
              labels: { namespace, pod: name, endpoint: port, job: labels[jobLabel] },
            },
          ],
    ),
  );
  if (static_configs.length === 0) throw new Error(`PodMonitor ${metadata.name} finds no pod`);
  return { job_name: `podMonitor/${metadata.namespace ?? ''}/${metadata.name}`, static_configs };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The rules with shorter durations: those of ranges and offsets, and how long something must be so. */
function faster({ groups }: Rules): Rules {
  const shorter = (duration: string) =>
    duration.replace(
      /(\d+)([smhd])/,
      (_, n, unit: string) => `${(Number(n) * (SECONDS[unit] ?? 0) * 1000) / FASTER}ms`,
    );
  return {
    groups: groups.map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ({
        ...rule,
        expr: rule.expr.replace(/\[\d+[smhd]\]|\boffset \d+[smhd]/g, shorter),
        for: shorter(rule.for),
      })),
    })),
  };
}
