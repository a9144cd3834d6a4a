/** What the pods ask the cluster for, and all of them together. */
import { amountOf } from '../../kubernetes/quantity';
import { table } from './markdown';
import { ofKind, type Container } from './objects';
import type { ClaimSpec, Pods, Workload } from './workloads';
import type { Manifest } from '../write';

const COLUMNS = [
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const;
type Column = (typeof COLUMNS)[number];

/** What is no limit at all is endless, and so is a sum with it. */
const ENDLESS = Infinity;

/** A row per workload with the sums over its pods, the volumes of their own, and what always runs, together. */
export function resources(workloads: readonly Workload[], objects: readonly Manifest[]): string {
  const running = workloads.filter(({ always }) => always);
  const passing = workloads.filter(({ always }) => !always);
  const claims = ofKind<ClaimSpec>(objects, 'PersistentVolumeClaim').map(({ metadata, spec }) => ({
    name: metadata.name,
    bytes: amountOf(spec.resources.requests.storage) ?? 0,
  }));
  const all = running.flatMap(({ pods }) => pods);
  const claimed = claims.reduce((sum, { bytes }) => sum + bytes, 0);
  return table(
    ['', 'Pods', 'CPU requested', 'Memory requested', 'CPU at most', 'Memory at most', 'Storage'],
    [
      ...running.map(({ kind, name, pods }) => row(`${kind} ${name}`, pods)),
      ...claims.map(({ name, bytes }) => [
        `PersistentVolumeClaim ${name}`,
        ...['', '', '', '', ''],
        written(bytes, 'storage'),
      ]),
      row('**together**', all, claimed),
      ...passing.map(({ kind, name, pods }) => row(`${kind} ${name}, now and then`, pods)),
    ],
  );
}

/** @param claimed bytes beside those that the pods claim */
function row(name: string, pods: readonly Pods[], claimed = 0): string[] {
  return [
    name,
    String(podCount(pods)),
    ...COLUMNS.map((column) => written(total(pods, column), column[1])),
    written(storage(pods) + claimed, 'storage'),
  ];
}

const podCount = (pods: readonly Pods[]) => pods.reduce((sum, { count }) => sum + count, 0);

function storage(pods: readonly Pods[]): number {
  return pods.reduce(
    (sum, { claims, count }) =>
      sum + count * claims.reduce((bytes, claim) => bytes + (amountOf(claim.storage) ?? 0), 0),
    0,
  );
}

function total(pods: readonly Pods[], column: Column): number {
  return pods.reduce((sum, alike) => sum + alike.count * ofPod(alike, column), 0);
}

/** As the scheduler counts: init containers run one by one, before the others and beside the sidecars. */
function ofPod({ containers, initContainers }: Pods, column: Column): number {
  const of = (container: Container) => ofContainer(container, column);
  const isSidecar = ({ restartPolicy }: Container) => restartPolicy === 'Always';
  const together = [...containers, ...initContainers.filter(isSidecar)].reduce(
    (sum, one) => sum + of(one),
    0,
  );
  return Math.max(together, ...initContainers.filter((one) => !isSidecar(one)).map(of));
}

function ofContainer({ resources: given }: Container, [kind, name]: Column): number {
  const quantity = given?.[kind]?.[name] ?? (kind === 'requests' ? given?.limits?.[name] : undefined);
  return amountOf(quantity) ?? (kind === 'limits' ? ENDLESS : 0);
}

/** Cores, or bytes in the largest unit that leaves at least 1 of it. */
function written(value: number, name: 'cpu' | 'memory' | 'storage'): string {
  if (value === ENDLESS) return 'no limit';
  if (value === 0) return '';
  if (name === 'cpu') return rounded(value);
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  const power = Math.min(Math.floor(Math.log2(value) / 10), units.length - 1);
  return `${rounded(value / 1024 ** power)}${units[power] ?? ''}`;
}

const rounded = (value: number) => String(Number(value.toFixed(2)));
