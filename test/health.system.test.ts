/** The health checks for Argo CD, run by a real Lua 5.1 (Argo CD's own interpreter speaks that version). */
import { execFileSync } from 'node:child_process';
import { HEALTH_CHECKS } from '../charts/argocd/health/checks';
import { requireTools } from './servers/debian';

beforeAll(() => {
  requireTools('lua5.1');
});

/** What the check of a kind says about an object. */
function health(kind: string, object: object): string[] {
  const check = HEALTH_CHECKS[`resource.customizations.health.${kind}`] ?? '';
  const program = `obj = ${luaTable(object)}
    local verdict = (function() ${check} end)()
    io.write(verdict.status, "\\n", verdict.message)`;
  return execFileSync('lua5.1', ['-e', program], { encoding: 'utf8' }).split('\n');
}

/** A JSON value as a Lua expression. */
function luaTable(value: unknown): string {
  if (Array.isArray(value)) return `{ ${value.map(luaTable).join(', ')} }`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `[${JSON.stringify(key)}] = ${luaTable(member)}`,
    );
    return `{ ${members.join(', ')} }`;
  }
  return JSON.stringify(value);
}

const settled = { currentRevision: 'a-1', nextRevision: 'a-1' };

const cluster = (state: string, job?: string, more: object = {}) => ({
  status: { state, revision: settled, components: { ...(job && { job: { state: job, ...more } }) } },
});

describe('FlinkCluster', () => {
  test.each([
    // no status yet
    [{}, 'Progressing', 'The operator has not seen it yet'],
    [{ status: {} }, 'Progressing', 'The operator has not seen it yet'],
    // an update decides before the job does
    [
      { status: { state: 'Running', revision: { currentRevision: 'a-1', nextRevision: 'a-2' } } },
      'Progressing',
      'Updating',
    ],
    [
      {
        status: {
          state: 'Running',
          revision: { currentRevision: 'a-1', nextRevision: 'a-2' },
          savepoint: { message: 'no space left' },
          components: { job: { state: 'Failed' } },
        },
      },
      'Progressing',
      'Updating: no space left',
    ],
    // the job
    [
      cluster('Running', 'Failed', { failureReasons: ['out of memory', 'more'] }),
      'Degraded',
      'Job Failed: out of memory',
    ],
    [cluster('Stopped', 'Lost'), 'Degraded', 'Job Lost'],
    [
      cluster('Running', 'DeployFailed'),
      'Degraded',
      'Job DeployFailed (the operator refuses every change of it now: delete it, and Argo CD makes it again)',
    ],
    [cluster('Stopped', 'Cancelled'), 'Suspended', 'Job cancelled'],
    [cluster('Stopping', 'Succeeded'), 'Healthy', 'Job succeeded'],
    [cluster('PartiallyStopped', 'Succeeded'), 'Healthy', 'Job succeeded'],
    [cluster('Stopped', 'Succeeded'), 'Healthy', 'Job succeeded'],
    [cluster('Running', 'Succeeded'), 'Healthy', 'Job succeeded'],
    // the cluster
    [cluster('Creating'), 'Progressing', 'Cluster Creating'],
    [cluster('Reconciling', 'Running'), 'Progressing', 'Cluster Reconciling'],
    [cluster('Updating', 'Running'), 'Progressing', 'Cluster Updating'],
    [cluster('Running', 'Running'), 'Healthy', 'Cluster running'],
    [cluster('Running'), 'Healthy', 'Cluster running'],
    [{ status: { state: 'Running' } }, 'Healthy', 'Cluster running'],
    [cluster('Running', 'Pending'), 'Progressing', 'Job Pending'],
    [cluster('Running', 'Updating'), 'Progressing', 'Job Updating'],
    [cluster('Running', 'Restarting'), 'Progressing', 'Job Restarting'],
    [cluster('Running', 'Deploying'), 'Progressing', 'Job Deploying'],
    [cluster('Stopping', 'Running'), 'Progressing', 'Cluster Stopping'],
    [cluster('PartiallyStopped'), 'Suspended', 'Cluster PartiallyStopped'],
    [cluster('Stopped'), 'Suspended', 'Cluster Stopped'],
    // what no release is known to say
    [cluster('Running', 'Unheard'), 'Progressing', 'Cluster Running'],
    [cluster('Unheard'), 'Progressing', 'Cluster Unheard'],
  ])('%j is %s', (object, status, message) => {
    expect(health('flinkoperator.k8s.io_FlinkCluster', object)).toEqual([status, message]);
  });
});

describe('Application', () => {
  const resources = [{ kind: 'Service', name: 'kafka' }];
  const application = (sync: string, health: object, more: object = {}) => ({
    status: { sync: { status: sync }, health, resources, ...more },
  });
  const operation = (phase: string, message?: string) => ({ operationState: { phase, message } });

  test.each([
    [{}, 'Progressing', 'Argo CD has not seen it yet'],
    [{ status: { sync: {} } }, 'Progressing', 'Argo CD has not seen it yet'],
    // Argo CD calls these Healthy
    [application('Unknown', { status: 'Healthy' }), 'Degraded', "Can't be compared with git"],
    [
      application('Unknown', { status: 'Healthy' }, { conditions: [{ message: 'no such chart' }] }),
      'Degraded',
      "Can't be compared with git: no such chart",
    ],
    [
      application('Synced', { status: 'Healthy' }, { resources: [] }),
      'Degraded',
      'Its folder holds no manifest',
    ],
    [application('OutOfSync', { status: 'Healthy' }), 'Progressing', 'Never synced'],
    [application('OutOfSync', { status: 'Healthy' }, operation('Running')), 'Progressing', 'Syncing'],
    [
      application('OutOfSync', { status: 'Healthy' }, operation('Failed', 'forbidden')),
      'Degraded',
      'forbidden',
    ],
    // its objects' health
    [application('Synced', {}), 'Progressing', ''],
    [application('Synced', { status: 'Healthy' }), 'Healthy', ''],
    [application('OutOfSync', { status: 'Healthy' }, operation('Succeeded')), 'Healthy', ''],
    [application('Synced', { status: 'Degraded', message: 'a pod crashes' }), 'Degraded', 'a pod crashes'],
  ])('%j is %s', (object, status, message) => {
    expect(health('argoproj.io_Application', object)).toEqual([status, message]);
  });
});
