/** What a review speaks of: the objects of two revisions, how they differ, and what that does in the cluster. */

/** A Kubernetes object as a manifest writes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
  };
  readonly [field: string]: unknown;
}

/** An object and where it is in `dist/`. */
export interface PlacedObject {
  readonly environment: string;
  /** Its folder, which is an Argo CD Application; `hosts` for the files that machines need. */
  readonly application: string;
  readonly object: KubernetesObject;
}

/** One step into an object: a field, or the merge key of a list's item. */
export type PathStep = { readonly field: string } | { readonly item: string };

export interface FieldChange {
  readonly path: readonly PathStep[];
  readonly change: 'added' | 'removed' | 'changed';
  /** Absent when added. */
  readonly before?: unknown;
  /** Absent when removed. */
  readonly after?: unknown;
}

/** One object that isn't the same in both revisions. */
export interface ObjectChange {
  readonly environment: string;
  readonly application: string;
  /** The folder it was in, where that was another one. */
  readonly movedFrom?: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly before?: KubernetesObject;
  readonly after?: KubernetesObject;
  /** Empty for an object that was added or removed. */
  readonly fields: readonly FieldChange[];
}

/** `danger`: data, access or a working system may be lost. `restart`: pods are replaced. `info`: good to know. */
export type Severity = 'danger' | 'restart' | 'info';

export interface Consequence {
  readonly severity: Severity;
  /** A sentence or two about the object, which the report names above it. */
  readonly text: string;
}

/** What may cost data, access or a working system, in words. */
export const danger = (text: string): Consequence => ({ severity: 'danger', text });

/** All objects of the environment that a change belongs to, for rules that must look beyond one object. */
export interface Surroundings {
  readonly before: readonly KubernetesObject[];
  readonly after: readonly KubernetesObject[];
}

/** One kind of consequence: pure, and empty for objects that it doesn't know. */
export type Rule = (change: ObjectChange, surroundings: Surroundings) => readonly Consequence[];

export interface ReviewedChange extends Omit<ObjectChange, 'change'> {
  /** `renamed`: one that is gone and one that is new are the same but for name or namespace. */
  readonly change: ObjectChange['change'] | 'renamed';
  /** The namespace and name that it had. */
  readonly renamedFrom?: string;
  /** That of the worst consequence; `info` without any. */
  readonly severity: Severity;
  /** The most severe first. */
  readonly consequences: readonly Consequence[];
}

export interface ReviewedEnvironment {
  readonly name: string;
  readonly severity: Severity;
  /** The most severe first. */
  readonly objects: readonly ReviewedChange[];
}

export interface Review {
  /** Named as the user knows them: a revision with its commit, or the working tree. */
  readonly base: string;
  readonly head: string;
  /** The most severe first; those without a change are left out. */
  readonly environments: readonly ReviewedEnvironment[];
}

/** From the most severe to the least. */
export const SEVERITIES: readonly Severity[] = ['danger', 'restart', 'info'];
