/**
 * The environment `compact` on a real Kubernetes: a real Argo CD syncs it by the commands of docs/how-to/argocd.md,
 * the node pulls from the registry that runs in it, packets go to the node's ports, documents come out; then commits
 * come. The parts build on one another, in this order.
 */
import { commits } from './compact/commits';
import { environments } from './compact/environments';
import { firstSteps } from './compact/first-steps';
import { order } from './compact/order';
import { packets } from './compact/packets';
import { troubleshooting } from './compact/troubleshooting';
import { tutorial } from './compact/tutorial';
import { notRun } from './documented';
import { operator } from './operator';
import { startStage, type Stage } from './stage';

const stage = {} as Stage;

beforeAll(async () => {
  Object.assign(stage, await startStage('compact'));
});
afterAll(async () => {
  await (stage as Partial<Stage>).cluster?.stop();
});

describe('the first steps', () => {
  firstSteps(stage);
});
describe('the order', () => {
  order(stage);
});
describe('packets', () => {
  packets(stage);
});
describe('the tutorial', () => {
  tutorial(stage);
});
describe('troubleshooting', () => {
  troubleshooting(stage);
});
describe('a commit', () => {
  commits(stage);
});
describe('an environment', () => {
  environments(stage);
});
describe("production's Flink operator", () => {
  operator(stage);
});
describe('the documentation', () => {
  test.each(['docs/how-to/argocd.md', 'docs/troubleshooting.md'])(
    '%s has no command that was not run here',
    (page) => {
      expect(notRun(page, ['compact', 'small', 'lab'])).toEqual([]);
    },
  );
});
