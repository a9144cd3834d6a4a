/** Writes the manifests of one environment: one folder per Application, one file per object. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { stringify } from 'yaml';

/** An object as the Kubernetes API takes it; only what names its file is looked at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What every manifest says in its first line. */
export const ORIGIN = 'Made from values.yaml by "npm run synth": change the values, not this file.';

const HEADER = `# ${ORIGIN}\n`;

/** One folder of an environment: an Argo CD Application with its objects. */
export interface ManifestFolder {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

/** The folders of the app, those without an object left out. */
export function foldersOf(app: App): ManifestFolder[] {
  return app.charts
    .map((chart) => ({ name: chart.node.id, objects: chart.toJson() as Manifest[] }))
    .filter(({ objects }) => objects.length > 0);
}

/**
 * Writes `<folder>/<application>/<Kind>.<name>.yaml` for every object.
 * @param folder that of the environment; it is expected to be empty or absent
 * @throws Error when two objects are the same to the API server
 */
export function writeManifests(applications: readonly ManifestFolder[], folder: string): void {
  refuseDoubles(applications.flatMap(({ objects }) => objects));
  for (const application of applications) {
    const path = join(folder, application.name);
    mkdirSync(path, { recursive: true });
    for (const [name, manifest] of fileNames(application.objects)) {
      // kubectl reads YAML 1.1, where an unquoted "on" or "0777" isn't text; long lines stay whole for diffs.
      const text = stringify(manifest, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
      writeFileSync(join(path, name), HEADER + text);
    }
  }
}

/**
 * Names a file for each object of one folder: `Kind.name.yaml`, and where objects of several namespaces or
 * API groups share kind and name, `Kind.group.namespace.name.yaml` for each of them.
 * @throws Error when two objects would still share a file
 */
export function fileNames(manifests: readonly Manifest[]): Map<string, Manifest> {
  const sharers = new Map<string, number>();
  for (const manifest of manifests) {
    const name = shortFileName(manifest);
    sharers.set(name, (sharers.get(name) ?? 0) + 1);
  }
  const files = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const short = shortFileName(manifest);
    const name = sharers.get(short) === 1 ? short : longFileName(manifest);
    if (files.has(name)) throw new Error(`two manifests would be written to ${name}`);
    files.set(name, manifest);
  }
  return files;
}

function shortFileName({ kind, metadata }: Manifest): string {
  return fileName(kind, metadata.name);
}

function longFileName({ apiVersion, kind, metadata }: Manifest): string {
  return fileName(kind, group(apiVersion), metadata.namespace ?? 'cluster', metadata.name);
}

/** File names that every file system takes: RBAC names may hold colons. */
function fileName(...parts: string[]): string {
  return `${parts.join('.').replaceAll(':', '-')}.yaml`;
}

function group(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : 'core';
}

function refuseDoubles(manifests: readonly Manifest[]): void {
  const seen = new Set<string>();
  for (const { apiVersion, kind, metadata } of manifests) {
    const identity = `${group(apiVersion)} ${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
    if (seen.has(identity)) throw new Error(`two manifests are the same object: ${identity}`);
    seen.add(identity);
  }
}
