/** What a change of values means in the cluster: an environment rendered before and after it, and reviewed. */
import { reportMarkdown } from '../review/report-markdown';
import { reportText } from '../review/report-text';
import type { PlacedObject } from '../review/model';
import { isDangerous, review } from '../review/review';
import { between, told } from './reviewed';

const BROKERS = 'kafka/StatefulSet kafka';
const DEPLOYMENT = 'normalizer/Deployment normalizer';
const CLUSTER = 'normalizer/FlinkCluster netflow-normalizer';
const FLINK = ['normalizer.engine=flink'];

describe('Kafka', () => {
  test('another cluster id: the brokers refuse their volumes', () => {
    const result = between('compact', [], ['kafka.clusterId=bmV0Zmxvdy1naXRvcHMwMg']);
    expect(told(result, 'kafka/ConfigMap kafka-broker')).toEqual([
      "danger: The brokers won't start: their volumes belong to the cluster bmV0Zmxvdy1naXRvcHMwMQ, and the script " +
        'asks for bmV0Zmxvdy1naXRvcHMwMg. Only with empty volumes may kafka.clusterId be another.',
    ]);
  });

  test.each([
    ['3.9.2', '3.8.1', 'Kafka goes from 3.9.2 to 3.8.1, which is older: '],
    ['4.1.0', '4.0.1', 'Kafka goes from 4.1.0 to 4.0.1, which is older: '],
    ['3.9.2', '4.0.0', 'Kafka goes from 3.9.2 to 4.0.0: Kafka 4 knows no ZooKeeper, '],
  ])('from %s to %s is dangerous', (from, to, text) => {
    const result = between('compact', [`images.kafka.tag=${from}`], [`images.kafka.tag=${to}`]);
    expect(told(result, BROKERS)[0]).toContain(`danger: ${text}`);
  });

  test.each([
    ['3.9.1', '3.9.2'],
    ['3.9.2', '3.9.1'],
    ['3.8.1', '3.9.2'],
    ['4.0.0', '4.1.0'],
  ])('from %s to %s is not', (from, to) => {
    expect(isDangerous(between('compact', [`images.kafka.tag=${from}`], [`images.kafka.tag=${to}`]))).toBe(
      false,
    );
  });

  test('volumes: impossible to shrink, possible to grow', () => {
    const [small, large] = [['kafka.storage.size=10Gi'], ['kafka.storage.size=20Gi']];
    expect(told(between('compact', large, small), BROKERS)).toContain(
      "danger: The volumes data can't shrink (20Gi to 10Gi): they keep their size. Say the old one again.",
    );
    expect(told(between('compact', small, large), BROKERS)).toContain(
      "info: The volumes data don't grow by this (10Gi to 20Gi): change each claim first, if its storage class allows " +
        'it (allowVolumeExpansion); what they hold stays.',
    );
  });
});

describe('the normaliser', () => {
  const AGAIN =
    'danger: Another consumer group, other instead of netflow-normalizer: it begins with the oldest record, and all ' +
    'that the topic still holds is normalised and written again.';

  test.each([
    ['compact', [], DEPLOYMENT],
    ['reference', FLINK, CLUSTER],
  ])('another guarantee concerns who reads the output: %s', (environment, before, object) => {
    const after = [...before, 'normalizer.deliveryGuarantee=exactly-once'];
    expect(told(between(environment, before, after), object)).toContain(
      'info: The output is written in transactions: who reads it without isolation.level=read_committed also sees ' +
        'records of transactions that were given up, and those come once more.',
    );
    expect(told(between(environment, after, before), object)).toContain(
      'info: The output is written at least once: after a failure records may come twice.',
    );
  });

  test('another consumer group reads all again; a job on Flink has its savepoint', () => {
    const group = 'normalizer.consumerGroup=other';
    expect(told(between('compact', [], [group]), DEPLOYMENT)).toContain(AGAIN);
    expect(told(between('reference', FLINK, [...FLINK, group]), CLUSTER)).toContain(
      'info: Another consumer group, other instead of netflow-normalizer: the job goes on from its savepoint, and ' +
        'commits there.',
    );
    expect(
      told(between('reference', ['normalizer.engine=deployment'], [...FLINK, group]), CLUSTER),
    ).toContain(AGAIN);
  });

  test.each([
    ['compact', [], DEPLOYMENT],
    ['reference', FLINK, CLUSTER],
  ])('consumers see other values: %s', (environment, options, object) => {
    const after = [...options, 'normalizer.encoding=rfc7951', 'normalizer.timeUnit=milliseconds'];
    const there = told(between(environment, options, after), object);
    expect(there).toContain('danger: 64-bit integers are written as JSON strings from now on.');
    expect(there).toContain('danger: first-switched and last-switched are in milliseconds from now on.');
    expect(told(between(environment, after, options), object)).toContain(
      'danger: 64-bit integers are written as JSON numbers from now on.',
    );
  });

  test('another engine loses nothing', () => {
    const deployment = ['normalizer.engine=deployment'];
    const goesOn =
      'which goes on from the offsets that the group has committed: nothing is lost; what was written since the last ' +
      'commit is written again.';
    const there = between('reference', deployment, FLINK);
    expect(told(there, DEPLOYMENT)).toEqual([`restart: The engine becomes Flink, ${goesOn}`]);
    const back = between('reference', FLINK, deployment);
    expect(told(back, CLUSTER)).toEqual([`restart: The engine becomes the Deployment, ${goesOn}`]);
    // Without another engine for its group, it is gone.
    const other = between('reference', deployment, [...FLINK, 'normalizer.consumerGroup=other']);
    expect(told(other, DEPLOYMENT)).toEqual(['danger: Its pods are stopped for good.']);
  });
});

describe('what git shows as removed and added', () => {
  const MOVED = between('compact', [], ['namespace.name=netflow-lab']);
  const objects = MOVED.environments.flatMap((environment) => environment.objects);

  test('is moved, where only the namespace is another: the new Kafka starts empty', () => {
    expect(told(MOVED, BROKERS)).toContain(
      'danger: It is moved to netflow-lab: the new kafka starts empty, and what the volumes of netflow/kafka hold ' +
        'stays behind with their claims.',
    );
    const moved = objects.filter(({ namespace }) => namespace === 'netflow-lab');
    expect(moved.length).toBeGreaterThan(20);
    expect(new Set(moved.map(({ change }) => change))).toEqual(new Set(['renamed']));
    expect(objects.filter(({ change }) => change === 'removed' || change === 'added')).toEqual([]);
  });

  test('is renamed, where only the name is another', () => {
    expect(objects.find(({ kind }) => kind === 'Namespace')).toMatchObject({
      change: 'renamed',
      name: 'netflow-lab',
      renamedFrom: 'netflow',
    });
    const cluster = between('reference', FLINK, [...FLINK, 'flink.netflow.name=flows']);
    const claim = cluster.environments
      .flatMap((environment) => environment.objects)
      .find(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(claim).toMatchObject({ change: 'renamed', renamedFrom: 'netflow-flink/netflow-normalizer-state' });
    expect(told(cluster, 'normalizer/PersistentVolumeClaim flows-state')[0]).toBe(
      'danger: It is renamed to flows-state: the new flows-state starts empty, and what the volumes of ' +
        'netflow-flink/netflow-normalizer-state hold stays behind with their claims.',
    );
  });

  test('is said so, with the fields that differ', () => {
    for (const report of [reportText, reportMarkdown]) {
      const text = report(MOVED);
      expect(text).toContain('kafka/StatefulSet netflow-lab/kafka (renamed from netflow/kafka)');
      expect(text).toMatch(/- metadata\.namespace: netflow\n\W*\+ metadata\.namespace: netflow-lab\n/);
    }
  });

  test('is two objects, where more is another', () => {
    const place = (name: string, data: object): PlacedObject => ({
      environment: 'e',
      application: 'a',
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace: 'n' },
        data,
      },
    });
    const pair = (data: object) =>
      review(
        { name: 'before', objects: [place('one', { text: 'of one' })] },
        { name: 'after', objects: [place('two', data)] },
      ).environments.flatMap((environment) => environment.objects.map(({ change }) => change));
    expect(pair({ text: 'of two' })).toEqual(['renamed']);
    expect(pair({ text: 'of three' }).sort()).toEqual(['added', 'removed']);
  });
});
