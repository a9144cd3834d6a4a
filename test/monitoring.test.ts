/** What is scraped is there to be scraped, and every alert says what to do. */
import { existsSync, readFileSync } from 'node:fs';
import type { Rules } from '../charts/monitoring/rules';
import { Metrics } from '../normalizer/src/engines/metrics';
import { complaints, reference } from './flink/synth';
import type { KubernetesObject } from './manifests';
import { cases } from './monitoring/cases';
import { askedFor, explained } from './monitoring/metric-names';
import { panelsOf, queriesOf } from './monitoring/panels';

interface Pods {
  readonly metadata: {
    readonly labels: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: {
    readonly containers: readonly { readonly ports?: readonly { readonly name: string }[] }[];
  };
}

const podsOf = (objects: Iterable<KubernetesObject>): { namespace: string | undefined; pods: Pods }[] =>
  [...objects]
    .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
    .map(({ metadata, spec }) => ({ namespace: metadata.namespace, pods: spec?.template as Pods }));

interface FlinkServer {
  readonly extraPorts?: readonly object[];
  readonly podLabels: Record<string, string>;
  readonly podAnnotations?: Record<string, string>;
}

const flinkCluster = (objects: ReadonlyMap<string, KubernetesObject>) =>
  objects.get('normalizer/FlinkCluster.netflow-normalizer')?.spec as {
    readonly jobManager: FlinkServer;
    readonly taskManager: FlinkServer;
    readonly flinkProperties: Record<string, string>;
  };

const matches = (wanted: Record<string, string>, labels: Record<string, string>) =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

test('a PodMonitor finds pods of its namespace, and the port it names', () => {
  const objects = reference('monitoring.mode=operator,normalizer.engine=deployment');
  const monitors = [...objects.values()].filter(({ kind }) => kind === 'PodMonitor');
  expect(monitors.map(({ metadata }) => metadata.name).sort()).toEqual([
    'flink-operator',
    'goflow2',
    'kafka',
    'normalizer',
  ]);
  for (const { metadata, spec } of monitors) {
    const { selector, podMetricsEndpoints } = spec as {
      selector: { matchLabels: Record<string, string> };
      podMetricsEndpoints: [{ port: string }];
    };
    const found = podsOf(objects.values()).filter(
      ({ namespace, pods }) =>
        namespace === metadata.namespace && matches(selector.matchLabels, pods.metadata.labels),
    );
    expect(found).toHaveLength(1);
    const ports = found.flatMap(({ pods }) => pods.spec.containers.flatMap(({ ports: named = [] }) => named));
    expect(ports.map(({ name }) => name)).toContain(podMetricsEndpoints[0].port);
  }
});

test('JobManager and TaskManagers of the Flink job show their metrics where its PodMonitor looks', () => {
  const objects = reference('monitoring.mode=operator,normalizer.engine=flink');
  const monitor = objects.get('monitoring/PodMonitor.normalizer');
  const { jobManager, taskManager, flinkProperties } = flinkCluster(objects);
  expect(monitor?.metadata.namespace).toBe('netflow-flink');
  expect(monitor?.spec).toMatchObject({
    selector: { matchLabels: jobManager.podLabels },
    podMetricsEndpoints: [{ port: 'metrics' }],
  });
  for (const { extraPorts, podLabels } of [jobManager, taskManager]) {
    expect(podLabels).toEqual(jobManager.podLabels);
    expect(extraPorts).toEqual([{ name: 'metrics', containerPort: 9249 }]);
  }
  expect(flinkProperties).toMatchObject({
    'metrics.reporters': 'prom',
    'metrics.reporter.prom.port': '9249',
  });
});

test('what a site says of the reporter counts', () => {
  const { flinkProperties } = flinkCluster(
    reference('monitoring.mode=operator', 'flink.netflow.flinkProperties.metrics\\.reporters=prom\\,jmx'),
  );
  expect(flinkProperties['metrics.reporters']).toBe('prom,jmx');
});

test('with mode annotations, the pods of the pipeline say where their metrics are', () => {
  const objects = reference('monitoring.mode=annotations,normalizer.engine=deployment');
  const port = (path: string) =>
    (objects.get(path)?.spec?.template as Pods).metadata.annotations?.['prometheus.io/port'];
  expect(port('goflow2/Deployment.goflow2')).toBe('8080');
  expect(port('normalizer/Deployment.normalizer')).toBe('8080');
  expect(port('kafka/StatefulSet.kafka')).toBe('9404');
  const job = flinkCluster(reference('monitoring.mode=annotations,normalizer.engine=flink'));
  for (const { podAnnotations } of [job.jobManager, job.taskManager]) {
    expect(podAnnotations?.['prometheus.io/port']).toBe('9249');
  }
  expect([...objects.values()].filter(({ kind }) => kind === 'PodMonitor')).toEqual([]);
});

test('with mode none, nothing is scraped and nothing is watched', () => {
  const objects = reference('monitoring.mode=none');
  expect([...objects.keys()].filter((path) => path.startsWith('monitoring/'))).toEqual([]);
  expect(JSON.stringify([...objects.values()])).not.toMatch(/jmx-exporter|metrics\.reporter/);
});

test.each(['0s', '5m', '121s', '1h'])('metrics that are read every %s are refused', (interval) => {
  expect(complaints(`monitoring.interval=${interval}`)).toEqual([
    expect.stringContaining(`monitoring.interval: found "${interval}"; allowed: a duration from 1s to 2m`),
  ]);
});

test('a Kafka that was there is not ours to watch', () => {
  const objects = reference(
    'monitoring.mode=operator,kafka.provider=external,kafka.bootstrapServers={kafka.example.org:9092}',
  );
  const paths = [...objects.keys()];
  expect(paths).not.toContain('monitoring/PodMonitor.kafka');
  expect(paths).not.toContain('monitoring/ConfigMap.netflow-dashboard-kafka');
  expect(rulesOf(objects).map(({ alert }) => alert)).not.toContain('KafkaBrokerDown');
});

describe.each(['deployment', 'flink'])('what is asked for, engine %s', (engine) => {
  const objects = reference(`monitoring.mode=operator,normalizer.engine=${engine}`);
  const queries = queriesOf(objects.values()).map(([, , expr]) => expr);

  test('is explained by the reference of the metrics', () => {
    const names = [...queries, ...rulesOf(objects).map(({ expr }) => expr)].flatMap(askedFor);
    const known = [...explained().values()].flat();
    expect(names.filter((name) => name !== 'up' && !known.includes(name))).toEqual([]);
  });

  test('by a panel has a name of its own, and rates over four readings', () => {
    const panels = panelsOf(reference(`monitoring.mode=operator,monitoring.interval=2m`).values());
    for (const { targets = [] } of panels) {
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { interval } of targets) expect(interval).toBe('2m');
    }
  });

  test('by a dashboard has no label that is there only with mode operator', () => {
    expect(queries.filter((expr) => /\b(job|endpoint|container)="/.test(expr))).toEqual([]);
  });
});

test('the reference of the metrics explains all of the normaliser, and no others', async () => {
  const own = (await new Metrics().registry.getMetricsAsJSON()).map(({ name }) => name);
  expect(explained().get('Normaliser')?.toSorted()).toEqual(
    own.filter((name) => name.startsWith('netflow_normalizer_')).sort(),
  );
});

const rulesOf = (objects: ReadonlyMap<string, KubernetesObject>) =>
  (objects.get('monitoring/PrometheusRule.netflow')?.spec as unknown as Rules).groups.flatMap(
    ({ rules }) => rules,
  );

test('the labels by which Prometheus and Grafana select are the site’s', () => {
  const objects = reference(
    'monitoring.mode=operator,monitoring.labels.release=prom,monitoring.dashboards.labels.board=yes',
  );
  const labels = (path: string) => objects.get(path)?.metadata.labels;
  expect(labels('monitoring/PodMonitor.kafka')).toMatchObject({ release: 'prom' });
  expect(labels('monitoring/PrometheusRule.netflow')).toMatchObject({ release: 'prom' });
  expect(labels('monitoring/ConfigMap.netflow-dashboard-pipeline')).toMatchObject({ board: 'yes' });
});

describe('every alert', () => {
  const runbooks = readFileSync('docs/how-to/alerts.md', 'utf8');

  const alerts = [...new Set(cases.map(({ alert }) => alert))].sort();

  test.each(alerts)('%s has a runbook', (alert) => {
    expect(runbooks.split('\n')).toContain(`## ${alert}`);
  });

  test('and every runbook an alert', () => {
    const headings = [...runbooks.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(alerts);
  });

  test('links to it, in the repository that Argo CD reads', () => {
    const page = 'https://git.example.org/netflow/netflow-gitops/blob/main/docs/how-to/alerts.md';
    for (const { alert, annotations } of rulesOf(reference('monitoring.mode=operator'))) {
      expect(annotations.runbook_url).toBe(`${page}#${alert.toLowerCase()}`);
    }
    expect(existsSync('docs/how-to/alerts.md')).toBe(true);
  });
});
