/** No object twice, and nothing twice in a list whose items have names: Kubernetes would keep one of the two. */
import { every, group, member, problem, type Found, type Manifest } from './objects';
import { pods } from './pods';

/** Objects, containers, ports, variables, volumes and mounts that are there twice. */
export function duplicates(all: readonly Manifest[]): string[] {
  return [
    ...objects(all),
    ...all.flatMap(({ path: file, object }) =>
      object.kind === 'Service' ? twice(file, every(object, 'spec.ports[]'), portOf) : [],
    ),
    ...pods(all).flatMap(({ file, spec, containers }) => [
      ...twice(file, every(spec.value, 'volumes[]', spec.path), nameOf),
      ...twice(file, containers, nameOf),
      ...containers.flatMap(({ path, value }) => [
        ...twice(file, every(value, 'env[]', path), nameOf),
        ...twice(file, every(value, 'volumeMounts[]', path), (mount) => text(member(mount, 'mountPath'))),
        ...twice(file, every(value, 'ports[]', path), nameOf),
      ]),
    ]),
  ];
}

function objects(all: readonly Manifest[]): string[] {
  const first = new Map<string, string>();
  return all.flatMap(({ path: file, object: { apiVersion, kind, metadata } }) => {
    const key = [group(apiVersion), kind, metadata.namespace, metadata.name].join(' ');
    const other = first.get(key);
    if (other === undefined) first.set(key, file);
    return other === undefined ? [] : [problem(file, 'the object', `is also in ${other}`)];
  });
}

function twice(file: string, items: readonly Found[], key: (item: unknown) => string | undefined): string[] {
  const first = new Map<string, string>();
  return items.flatMap(({ path, value }) => {
    const name = key(value);
    if (name === undefined) return [];
    const other = first.get(name);
    if (other === undefined) first.set(name, path);
    return other === undefined ? [] : [problem(file, path, `${name} is also ${other}`)];
  });
}

function nameOf(item: unknown): string | undefined {
  return text(member(item, 'name'));
}

function portOf(item: unknown): string {
  return `${text(member(item, 'protocol')) ?? 'TCP'} ${text(member(item, 'port')) ?? ''}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
