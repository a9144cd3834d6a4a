/** What the page reads of the objects: as they are written, whichever construct made them. */
import type { Manifest, ManifestFolder } from '../write';

/** A container, as far as the page looks. */
export interface Container {
  readonly image: string;
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string | number>>;
    readonly limits?: Readonly<Record<string, string | number>>;
  };
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly hostPort?: number;
    readonly protocol?: string;
  }[];
  /** Of an init container: `Always` makes it a sidecar. */
  readonly restartPolicy?: string;
}

/** An object with the members that several sections read; what its `spec` is depends on its kind. */
export interface Written<Spec = unknown> extends Manifest {
  readonly metadata: Manifest['metadata'] & {
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
  readonly data?: Readonly<Record<string, string>>;
}

export const everyObject = (folders: readonly ManifestFolder[]): Manifest[] =>
  folders.flatMap(({ objects }) => objects);

/** The objects of a kind, whose `spec` the caller knows. */
export const ofKind = <Spec>(objects: readonly Manifest[], kind: string): Written<Spec>[] =>
  objects.filter((object) => object.kind === kind) as Written<Spec>[];

export type Labels = Readonly<Record<string, string>>;

/** Whether the labels are what a `matchLabels` asks for. */
export function selects(matchLabels: Labels, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}
