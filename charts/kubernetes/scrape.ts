import type { Values } from '../values/schema';

/**
 * The annotations by which many a Prometheus finds the pods that it scrapes; none where a PodMonitor or nobody
 * does (monitoring.mode).
 * @param port of the container, where `/metrics` is
 */
export function scrapeAnnotations(
  { monitoring }: Pick<Values, 'monitoring'>,
  port: number,
): Record<string, string> {
  if (monitoring.mode !== 'annotations') return {};
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(port),
    'prometheus.io/path': '/metrics',
  };
}
