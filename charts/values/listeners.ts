/** What a collector listens on. */
import type { CollectorValues } from './goflow2';

/** One UDP port of a collector. */
export interface Listener {
  /** Of the container's port, and of the Service's. */
  readonly name: string;
  /** GoFlow2's scheme. */
  readonly protocol: 'netflow' | 'sflow';
  readonly port: number;
  readonly nodePort?: number;
  /** Where the collector's values say so. */
  readonly path: readonly string[];
}

/** The listeners that are enabled: the two that have names of their own first. */
export function listenersOf(collector: Pick<CollectorValues, 'netflow' | 'sflow' | 'listeners'>): Listener[] {
  const known = (['netflow', 'sflow'] as const).flatMap((name) => {
    const { enabled, ...ports } = collector[name];
    return enabled ? [{ name, protocol: name, ...ports, path: [name] }] : [];
  });
  const further = Object.entries(collector.listeners).map(([name, listener]) => ({
    name,
    ...listener,
    path: ['listeners', name],
  }));
  return [...known, ...further];
}
