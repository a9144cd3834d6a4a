/** Containers mount volumes that their pod has, and a pod has no volume that none of them mounts. */
import { every, problem, texts, type Manifest } from './objects';
import { pods } from './pods';

/** Mounts without a volume, and volumes without a mount. */
export function volumes(all: readonly Manifest[]): string[] {
  return pods(all).flatMap(({ file, spec, containers, furtherVolumes }) => {
    const own = texts(spec.value, 'volumes[].name').map(({ value }) => value);
    const there = new Set([...own, ...furtherVolumes]);
    const mounts = containers.flatMap(({ path, value }) =>
      ['volumeMounts[].name', 'volumeDevices[].name'].flatMap((pattern) => every(value, pattern, path)),
    );
    const mounted = new Set(mounts.map(({ value }) => value));
    return [
      ...mounts
        .filter(({ value }) => !there.has(String(value)))
        .map(({ path, value }) => problem(file, path, `the pod has no volume ${String(value)}`)),
      ...[...there]
        .filter((name) => !mounted.has(name))
        .map((name) => problem(file, spec.path, `no container mounts the volume ${name}`)),
    ];
  });
}
