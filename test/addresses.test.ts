/** Names inside the cluster are full: what a pod's own /etc/hosts says, and the same from every namespace. */
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { configuration } from './manifests';

const everything = (...options: string[]) =>
  JSON.stringify(
    loadEnvironments(options).flatMap((environment) =>
      pipeline(environment).charts.map((chart) => chart.toJson() as unknown),
    ),
  );

test("a broker is advertised, and votes, by the name that its pod's /etc/hosts has", () => {
  const file = 'kafka/ConfigMap.kafka-broker.yaml';
  expect(configuration('production', file, 'start-broker.sh')).toContain(
    'CLIENT://$HOSTNAME.kafka-headless.netflow.svc.cluster.local:9092',
  );
  expect(configuration('production', file, 'server.properties')).toContain(
    'controller.quorum.voters=0@kafka-0.kafka-headless.netflow.svc.cluster.local:9093,1@kafka-1.',
  );
});

test("every full name ends in the cluster's domain", () => {
  expect(everything()).toContain('.svc.cluster.local');
  const elsewhere = everything('--set', 'cluster.domain=k8s.example.org');
  expect(elsewhere).not.toContain('cluster.local');
  for (const name of [
    'kafka-service.netflow',
    'kafka-0.kafka-headless.netflow',
    'zookeeper-0.zookeeper-headless.netflow',
    'flink-operator-webhook-service.flink-operator-system',
    'registry.netflow',
  ])
    expect(elsewhere).toContain(`${name}.svc.k8s.example.org`);
});

test('a domain with a dot at its end is refused', () => {
  expect(() => loadEnvironments(['--set', 'cluster.domain=cluster.local.'])).toThrow(
    'a DNS domain without a dot at its end, such as "cluster.local"',
  );
});
