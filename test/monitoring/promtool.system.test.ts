/** The alerts, as promtool judges them: their syntax, when they fire and what they say, and when they do not. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { alertingRules, type Rules } from '../../charts/monitoring/rules';
import { requireTools } from '../servers/debian';
import { cases, MINUTES, type AlertCase } from './cases';

const RUNBOOKS = 'https://git.example.org/runbooks.md';

/** Those of values.yaml. */
const THRESHOLDS = {
  lagRecords: 100_000,
  rejectedShare: 0.01,
  omittedShare: 0.5,
  volumeFreeShare: 0.15,
  certificateDays: 14,
};

const rulesOf = (engine: 'deployment' | 'flink', collectors: number): Rules =>
  alertingRules(
    {
      environment: 'production',
      namespace: 'netflow',
      flinkNamespace: 'netflow-flink',
      flinkCluster: 'netflow-normalizer',
      collectors,
      brokers: 3,
      engine,
      window: '15m',
      hold: '5m',
      thresholds: THRESHOLDS,
    },
    RUNBOOKS,
  );

const folder = mkdtempSync(join(tmpdir(), 'alerts-'));

beforeAll(() => {
  requireTools('promtool');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['deployment', 1],
  ['deployment', 3],
  ['flink', 1],
] as const)('engine %s, collectors: %d', (engine, collectors) => {
  const rules = rulesOf(engine, collectors);
  const name = `${engine}-${collectors}`;
  const here = cases.filter(
    (one) => (one.engine ?? engine) === engine && (one.collectors ?? collectors) === collectors,
  );

  test('every alert has a case', () => {
    const names = rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert));
    expect([...new Set(here.map(({ alert }) => alert))].sort()).toEqual([...names].sort());
  });

  test('promtool takes the rules', () => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, stringify(rules));
    expect(promtool('check', 'rules', file)).toBe('');
  });

  test.each(here.map((one) => [one.alert, one] as const))('%s fires, and is quiet', (alert, one) => {
    const file = join(folder, `${name}-${alert}.yaml`);
    writeFileSync(
      file,
      stringify({
        rule_files: [`${name}.yaml`],
        tests: [asked(one.fires, alert, [expected(rules, one)]), asked(one.quiet, alert, [])],
      }),
    );
    expect(promtool('test', 'rules', file)).toBe('');
  });
});

const asked = (series: AlertCase['fires'], alert: string, alerts: object[]) => ({
  interval: '1m',
  input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  alert_rule_test: [{ eval_time: `${MINUTES}m`, alertname: alert, exp_alerts: alerts }],
});

/** As the rule has it, but for the summary, whose template is filled in. */
function expected(rules: Rules, { alert, labels, summary }: AlertCase) {
  const rule = rules.groups.flatMap((group) => group.rules).find((one) => one.alert === alert);
  return {
    exp_labels: { ...labels, ...rule?.labels },
    exp_annotations: {
      summary,
      description: rule?.annotations.description,
      runbook_url: `${RUNBOOKS}#${alert.toLowerCase()}`,
    },
  };
}

/** What promtool complains of; nothing when it is content. */
function promtool(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', cwd: folder });
  return status === 0 ? '' : stdout + stderr;
}
