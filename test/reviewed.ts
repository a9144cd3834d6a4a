/** An environment rendered before and after a change of values, and reviewed. */
import type { Consequence, KubernetesObject, PlacedObject, Review } from '../review/model';
import { review } from '../review/review';
import { rendered } from './rendered';

type Options = readonly string[];

function placed(environment: string, options: Options): PlacedObject[] {
  const args = ['--environment', environment, ...options.flatMap((option) => ['--set', option])];
  return [...rendered(environment, ...args).objects].map(([path, object]) => ({
    environment,
    application: path.split('/')[0] ?? '',
    object: object as unknown as KubernetesObject,
  }));
}

/** The review of an environment's change from some options (of `--set`) to others. */
export function between(environment: string, before: Options, after: Options): Review {
  const [old, current] = [before, after].map((options) => placed(environment, options));
  return review({ name: 'before', objects: old ?? [] }, { name: 'after', objects: current ?? [] });
}

/** What is said of `application/Kind name`. */
export function told({ environments }: Review, object: string): string[] {
  const change = environments
    .flatMap(({ objects }) => objects)
    .find(({ application, kind, name }) => `${application}/${kind} ${name}` === object);
  return (change?.consequences ?? []).map(({ severity, text }: Consequence) => `${severity}: ${text}`);
}
