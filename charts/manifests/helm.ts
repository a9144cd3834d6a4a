/**
 * The same manifests as a Helm chart, for those without Argo CD.
 *
 * What can be changed at install time is little, on purpose: where the private registry is, and how many
 * normalisers run. All else has been checked at synth and may hang together with other values.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { stringify } from 'yaml';
import type { Values } from '../values/schema';
import { fileNames, type Manifest } from './write';

/** What each file of a chart says in its first lines. */
export const ORIGIN = 'Made from values.yaml by npm run helm: change the values, not this file.';

/** The folders that only Argo CD can do something with. */
const ARGOCD = ['argocd', 'applications'];

/** Stands in a manifest for a value of the chart until its text is written: plain enough for YAML not to quote it. */
const placeholder = (value: string) => `helm-value.${value}.`;

/** A Job can't be changed. Argo CD replaces it because of its own annotation; Helm does so for hooks only. */
const REMADE_BY_HELM = {
  'helm.sh/hook': 'post-install,post-upgrade',
  'helm.sh/hook-delete-policy': 'before-hook-creation',
};

/** What identifies a chart. */
export interface HelmChart {
  /** The environment's name. */
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
}

/** Writes `Chart.yaml`, `values.yaml`, `values.schema.json`, `crds/` and `templates/` into the folder, anew. */
export function writeHelmChart(app: App, values: Values, { name, version }: HelmChart, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  write(folder, 'Chart.yaml', {
    apiVersion: 'v2',
    name: `netflow-${name}`,
    description: 'NetFlow, normalised against a YANG model, in a Kafka topic',
    type: 'application',
    version,
    appVersion: version,
  });
  const settings = installValues(values);
  write(folder, 'values.yaml', settings);
  write(folder, 'values.schema.json', schemaOf(settings));
  for (const chart of app.charts.filter(({ node }) => !ARGOCD.includes(node.id))) {
    for (const [file, manifest] of fileNames(chart.toJson() as Manifest[])) {
      // Helm installs what is in crds/ before all else, and as it stands.
      if (manifest.kind === 'CustomResourceDefinition') write(join(folder, 'crds'), file, manifest);
      else
        writeYaml(
          join(folder, 'templates', chart.node.id),
          file,
          template(manifest, values.registry.endpoint),
        );
    }
  }
}

/** The values of the chart, with what the environment has as defaults. */
function installValues({ normalizer, registry }: Values) {
  return {
    registry: { endpoint: registry.endpoint },
    ...(normalizer.engine === 'deployment' && { normalizer: { replicas: normalizer.replicas } }),
  };
}

/**
 * Renders a manifest as a template; content that looks like one is kept as it is.
 * @param privateRegistry the endpoint that becomes a value of the chart
 */
export function template(manifest: Manifest, privateRegistry: string): string {
  const privateImage = `${privateRegistry}/`;
  const withPlaceholders: unknown = JSON.parse(JSON.stringify(manifest), (key, value: unknown) => {
    const isImage = key === 'image' || key === 'name';
    return isImage && typeof value === 'string' && value.startsWith(privateImage)
      ? value.replace(privateImage, `${placeholder('registry.endpoint')}/`)
      : value;
  });
  if (manifest.kind === 'Deployment' && manifest.metadata.name === 'normalizer') {
    (withPlaceholders as { spec: { replicas: unknown } }).spec.replicas = placeholder('normalizer.replicas');
  }
  if (manifest.kind === 'Job') Object.assign(annotationsOf(withPlaceholders), REMADE_BY_HELM);
  return stringify(withPlaceholders, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })
    .replace(/\{\{|\}\}/g, (braces) => `{{ "${braces}" }}`)
    .replace(/helm-value\.([a-z.]+)\./gi, (_, value: string) => `{{ .Values.${value} }}`);
}

function annotationsOf(manifest: unknown): Record<string, string> {
  const { metadata } = manifest as { metadata: { annotations?: Record<string, string> } };
  return (metadata.annotations ??= {});
}

/** Refuses every value that the chart doesn't have: a misspelt one, and one that was decided at synth. */
function schemaOf(value: unknown): object {
  if (typeof value !== 'object' || value === null)
    return { type: typeof value === 'number' ? 'integer' : 'string' };
  const properties = Object.entries(value).map(([key, member]) => [key, schemaOf(member)] as const);
  // Helm adds `global` by itself.
  return {
    type: 'object',
    properties: { ...Object.fromEntries(properties), global: {} },
    additionalProperties: false,
  };
}

/** JSON has no comments; a schema has a key for them. */
function write(folder: string, name: string, content: object): void {
  if (name.endsWith('.json'))
    writeText(folder, name, JSON.stringify({ $comment: ORIGIN, ...content }, null, 2));
  else writeYaml(folder, name, stringify(content, { version: '1.1' }));
}

function writeYaml(folder: string, name: string, text: string): void {
  writeText(folder, name, `# ${ORIGIN}\n${text}`);
}

function writeText(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}
