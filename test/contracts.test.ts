/** Every table of contracts, and that no workload goes without one. */
import { pods } from './checks/pods';
import { spokenOf } from './contracts/contract';
import './contracts/brokers-secured';
import './contracts/flink';
import './contracts/jobs';
import './contracts/kafka';
import './contracts/pipeline';
import './contracts/platform';
import './contracts/probes';
import { environments, manifests } from './manifests';

/** Objects without pods of their own that decide what becomes of others' pods or of who reaches them. */
const DECIDING = new Set(['PodDisruptionBudget', 'Service']);

test.each(environments())(
  'every workload, budget and headless Service of %s has a contract',
  (environment) => {
    const all = manifests(environment);
    const deciding = all.filter(
      ({ object: { kind, spec } }) =>
        DECIDING.has(kind) && (kind !== 'Service' || spec?.clusterIP === 'None'),
    );
    const wanted = new Set([...pods(all).map(({ file }) => file), ...deciding.map(({ path }) => path)]);
    expect(wanted.size).toBeGreaterThan(6);
    expect([...wanted].filter((file) => !spokenOf.has(`${environment}/${file}`))).toEqual([]);
  },
);
