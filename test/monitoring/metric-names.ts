/** The names of metrics: those that the reference page explains, and those that a query asks for. */
import { readFileSync } from 'node:fs';

/** By the page's sections. Of a histogram, the name without `_bucket`. */
export function explained(): ReadonlyMap<string, readonly string[]> {
  const [, ...sections] = readFileSync('docs/reference/metrics.md', 'utf8').split(/^## /m);
  return new Map(
    sections.map((section) => [
      section.split('\n')[0] ?? '',
      [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name),
    ]),
  );
}

/** What Flink puts before the names that the job gives its own metrics: its scope, and the names of their labels. */
const OF_THE_JOB = /^flink_taskmanager_job_task_operator_([a-z]+_)+(?=netflow_normalizer_)/;

/** The metrics in an expression of PromQL, by the names that the page explains. */
export function askedFor(expr: string): string[] {
  const selectors = expr.replaceAll(/"[^"]*"/g, '').matchAll(/([a-zA-Z_]\w*)\{/g);
  return [...selectors].map(([, name = '']) => name.replace(OF_THE_JOB, '').replace(/_bucket$/, ''));
}
