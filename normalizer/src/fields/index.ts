/**
 * The one declaration of the model: every leaf that is written, its type, and the keys that each dialect has
 * its value under. All else is made of it: what reads and writes records (`record/`), the collector's mapping
 * (charts/goflow2), the tables of docs/reference/dialects.md, and the suites' parity tests.
 *
 * The containers beside a flow's list entry are read first, then the entry's own leaves, then the containers
 * within; in each a leaf is read after those that stand before it.
 */
import { containers } from './containers';
import { extensions } from './extensions';
import { flow } from './flow';
import type { Leaf } from './leaf';
import { packet } from './packet';

export const leaves: readonly Leaf[] = [...packet, ...flow, ...containers];

/** Those that are written only where the site wants them. */
export const extendedLeaves: readonly Leaf[] = extensions;
