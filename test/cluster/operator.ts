/**
 * The Flink operator of production, as far as it goes without its image: the API server and Pod Security admit it, and
 * its account has each right that it needs, by SubjectAccessReview. Its webhooks and their certificate stay out.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from '../servers/process';
import type { Stage } from './stage';

const OPERATOR = 'dist/production/flink-operator';
const NAMESPACE = 'flink-operator-system';
const WATCHED = 'netflow-flink';

/** What is of kinds that come from cert-manager, or calls the operator, which can't answer. */
const LEFT_OUT = /^(Certificate|Issuer|MutatingWebhook|ValidatingWebhook)/;

type Right = readonly [namespace: string, verb: string, resource: string];

const rights = (namespace: string, verbs: string, resources: string): Right[] =>
  resources
    .split(' ')
    .flatMap((resource) => verbs.split(' ').map((verb): Right => [namespace, verb, resource]));

/** What it does with a cluster of Flink, and for its own election as leader. */
const NEEDED = [
  ...rights(WATCHED, 'get list watch create update patch delete', 'flinkclusters.flinkoperator.k8s.io'),
  ...rights(WATCHED, 'get list watch create update patch delete', 'deployments.apps statefulsets.apps'),
  ...rights(WATCHED, 'get list watch create update delete', 'jobs.batch controllerrevisions.apps'),
  ...rights(WATCHED, 'get list watch create update delete', 'configmaps services persistentvolumeclaims'),
  ...rights(WATCHED, 'get list watch create update delete', 'ingresses.networking.k8s.io'),
  ...rights(WATCHED, 'get update patch', 'flinkclusters.flinkoperator.k8s.io/status'),
  ...rights(WATCHED, 'get list watch', 'pods'),
  ...rights(WATCHED, 'get', 'pods/log'),
  ...rights(WATCHED, 'create patch', 'events'),
  ...rights(NAMESPACE, 'get create update', 'leases.coordination.k8s.io configmaps'),
];

/** What it has no business with. */
const REFUSED = [
  ...rights(WATCHED, 'get list', 'secrets'),
  ...rights(WATCHED, 'create delete', 'pods pods/exec'),
  ...rights('netflow', 'get create delete', 'deployments.apps statefulsets.apps configmaps'),
  ...rights('default', 'get create', 'flinkclusters.flinkoperator.k8s.io roles.rbac.authorization.k8s.io'),
];

export function operator(stage: Stage): void {
  const kubectl = () => stage.cluster.kubectl;

  test('is admitted without a warning, and so are its pods', async () => {
    const files = readdirSync(OPERATOR).filter((name) => !LEFT_OUT.test(name));
    const isNamespace = (name: string) => name.startsWith('Namespace');
    const ordered = [...files.filter(isNamespace), ...files.filter((name) => !isNamespace(name))];
    const paths = [
      `dist/production/namespaces/Namespace.${WATCHED}.yaml`,
      ...ordered.map((name) => join(OPERATOR, name)),
    ];
    const named = paths.flatMap((path) => ['--filename', resolve(path)]);
    const { status, stderr } = await kubectl().attempt('apply', '--server-side', ...named);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    await eventually('its pod is on the node', async () =>
      (await kubectl().run('get', 'pods', '--namespace', NAMESPACE, '--output', 'wide')).includes(
        'kubernetes',
      ),
    );
  });

  test.each([
    { what: 'has each right that it needs', list: NEEDED, answer: 'true' },
    { what: 'may not do what is not its business', list: REFUSED, answer: 'false' },
  ])('$what', async ({ list, answer }) => {
    const file = join(stage.cluster.machine.folder, 'reviews.json');
    writeFileSync(file, list.map((right) => JSON.stringify(review(right))).join('\n'));
    const template = 'go-template={{.status.allowed}} {{.spec.resourceAttributes}}{{"\\n"}}';
    const answers = (await kubectl().run('create', '--filename', file, '--output', template))
      .trim()
      .split('\n');
    expect(answers.filter((line) => !line.startsWith(`${answer} `))).toEqual([]);
    expect(answers).toHaveLength(list.length);
  });
}

/** Asks the API server whether the operator's account may. */
function review([namespace, verb, named]: Right): object {
  const [path = '', subresource] = named.split('/');
  const [resource, ...group] = path.split('.');
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: `system:serviceaccount:${NAMESPACE}:flink-operator-controller-manager`,
      resourceAttributes: { namespace, verb, resource, subresource, group: group.join('.') },
    },
  };
}
