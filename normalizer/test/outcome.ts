import { normalize, type Outcome } from '../src/normalize';
import type { ModelOptions } from '../src/model/options';

/** The options that the suites use where they don't matter. */
export const defaults: ModelOptions = { encoding: 'numeric', timeUnit: 'seconds' };

/** The only outcome of a message. */
export function outcomeOf(message: Buffer | string | null, options: Partial<ModelOptions> = {}): Outcome {
  const value = typeof message === 'string' ? Buffer.from(message) : message;
  const [outcome, ...others] = normalize(value, { ...defaults, ...options });
  if (outcome === undefined || others.length > 0) {
    throw new Error('the message has not one outcome');
  }
  return outcome;
}

/** The only document of a message. */
export function documentOf(message: Buffer | string, options: Partial<ModelOptions> = {}): string {
  const outcome = outcomeOf(message, options);
  if (!('value' in outcome)) {
    throw new Error(`${JSON.stringify(outcome)} of ${message.toString()}`);
  }
  return outcome.value;
}
