/** What a rule of the values is: sections that it reads, and what it objects to in them. */
import type { Values } from '../schema';

/** What a rule objects to: the path of the value to change, and what would do. */
export interface Objection {
  readonly path: readonly (string | number)[];
  readonly allowed: string;
  /** `warning`: it works, but somebody should know. @default 'error' */
  readonly severity?: 'error' | 'warning';
}

export interface Rule {
  readonly reads: readonly (keyof Values)[];
  readonly check: (values: Values) => readonly Objection[];
}
