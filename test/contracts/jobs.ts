/** What runs to its end: Jobs, and CronJobs that make them. */
import { clauses, contract, having, including, line } from './contract';

const everywhere = ['compact', 'reference', 'production'];
const POD = 'spec.jobTemplate.spec.template.spec';

describe('the topics Job', () => {
  contract(everywhere, [
    ...clauses('kafka-topics/Job.kafka-topics.yaml', [
      ['spec.template.spec.restartPolicy', 'OnFailure', 'it is tried again until Kafka is there'],
      ['spec.backoffLimit', 10, 'brokers may take minutes to come; fewer tries end before them'],
      [
        'metadata.annotations',
        having({ 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' }),
        'a Job can not be changed: Argo CD deletes it and makes it anew',
      ],
    ]),
    ...clauses('kafka-topics/ConfigMap.kafka-topics.yaml', [
      ['data.create-topics.sh', line('set -euo pipefail'), 'a topic that failed fails the Job'],
      [
        'data.create-topics.sh',
        /--create --if-not-exists/,
        'it runs at each sync, and the topics are there the second time',
      ],
    ]),
  ]);
});

describe('the users Job', () => {
  contract(
    ['production'],
    clauses('kafka-users/Job.kafka-users.yaml', [
      ['spec.template.spec.restartPolicy', 'OnFailure', 'it is tried again until Kafka is there'],
      [
        'metadata.annotations',
        having({ 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' }),
        'a Job can not be changed: Argo CD deletes it and makes it anew',
      ],
      [
        'spec.template.spec.containers[].command[]',
        including('kafka-headless.netflow.svc.cluster.local:9094'),
        'only the listener of the brokers takes a certificate before any user exists',
      ],
      [
        'spec.template.spec.volumes[].emptyDir',
        including({ medium: 'Memory', sizeLimit: '16Mi' }),
        'passwords that the script writes down are on no disk',
      ],
      [
        'spec.template.spec.volumes[].secret.defaultMode',
        [0o440, 0o440, 0o440, 0o440, 0o440, 0o440],
        'passwords are for the pod’s group, not for everybody',
      ],
    ]),
  );
});

describe('the replay, made to be run by hand', () => {
  contract(
    everywhere,
    clauses('normalizer/CronJob.normalizer-replay.yaml', [
      ['spec.suspend', true, 'nobody wants rejected records back each New Year'],
      ['spec.concurrencyPolicy', 'Forbid', 'two at once put each record back twice'],
      [`${POD}.restartPolicy`, 'Never', 'the log of a failed try is what one reads'],
      [`${POD}.containers[].args[]`, ['replay'], 'the image’s other commands don’t end'],
      ['spec.jobTemplate.spec.ttlSecondsAfterFinished', 604800, 'its counts can be read for a week'],
    ]),
  );
});

describe('the collection of the registry’s garbage', () => {
  contract(
    everywhere,
    clauses('registry/CronJob.registry-garbage-collection.yaml', [
      ['spec.concurrencyPolicy', 'Forbid', 'two collections at once delete what the other still marks'],
      ['spec.startingDeadlineSeconds', 600, 'without one, a hundred missed starts end the schedule for good'],
      ['spec.schedule', '0 3 * * 0', 'when nobody pushes: it may take a layer that comes in meanwhile'],
      [`${POD}.restartPolicy`, 'Never', 'half a collection is looked at, not begun again'],
      [
        `${POD}.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[].topologyKey`,
        ['kubernetes.io/hostname'],
        'the volume is mounted on the registry’s node only',
      ],
      [
        `${POD}.containers[].command[]`,
        including('garbage-collect', '--delete-untagged'),
        'an image whose tag has moved on would stay for ever',
      ],
    ]),
  );
});
