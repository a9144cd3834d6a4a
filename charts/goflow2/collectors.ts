/** The collectors as the cluster has them: their names, and the labels that tell their pods apart. */
import type { Component } from '../kubernetes/labels';
import { collectorsOf } from '../values/collectors';
import type { CollectorValues } from '../values/goflow2';
import type { Values } from '../values/schema';

export interface Collector {
  /** Of its Deployment, its Service and what else is its own. */
  readonly name: string;
  readonly component: Component;
  readonly values: CollectorValues;
  /** The address ranges that may send to it. */
  readonly exporters: readonly string[];
}

/** The one, or those of `goflow2.collectors`. */
export function collectors({ goflow2, networkPolicies }: Values): Collector[] {
  return collectorsOf(goflow2).map(({ name, values, exporters = networkPolicies.exporters }) => ({
    name: name === undefined ? 'goflow2' : `goflow2-${name}`,
    component: { name: 'goflow2', component: name === undefined ? 'collector' : `collector-${name}` },
    values,
    exporters,
  }));
}

/** Whether its pods are, to the network, their nodes: no policy tells them from others there. */
export function onTheNode({ values }: Collector): boolean {
  return values.hostNetwork === true;
}
