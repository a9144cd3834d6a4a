/** The normaliser's numbers of its records, of either engine, in one form: to be compared. */
import { Metrics } from '../../normalizer/src/engines/metrics';
import { normalize } from '../../normalizer/src/normalize';
import { parse, type Sample } from './exposition';

/** Values by name and labels; what is 0 is left out. Of the latency, which is never twice the same, the count. */
export type RecordNumbers = Readonly<Record<string, number>>;

/** What the service's own metrics are after these records. */
export async function numbersOf(records: readonly (Buffer | null)[]): Promise<RecordNumbers> {
  const metrics = new Metrics();
  const options = { encoding: 'numeric', timeUnit: 'seconds' } as const;
  for (const record of records) metrics.count(normalize(record, options));
  return recordNumbers(parse(await metrics.registry.metrics()));
}

const COUNTED =
  /^(?:flink_taskmanager_job_task_operator_(?:[a-z]+_)*)?(netflow_normalizer_(?:records|rejections|dropped|omitted|flows)_total|netflow_normalizer_latency_seconds_count)$/;
const OWN_LABELS = ['outcome', 'reason', 'field', 'dialect', 'type'];

/** The sums over all pods and subtasks. */
export function recordNumbers(samples: readonly Sample[]): RecordNumbers {
  const sums = new Map<string, number>();
  for (const { name, labels, value } of samples) {
    const [, plain] = COUNTED.exec(name) ?? [];
    if (plain === undefined || value === 0) continue;
    const own = OWN_LABELS.filter((label) => labels[label] !== undefined);
    const series = `${plain} ${own.map((label) => `${label}=${labels[label] ?? ''}`).join(' ')}`.trim();
    sums.set(series, (sums.get(series) ?? 0) + value);
  }
  return Object.fromEntries([...sums].sort());
}
