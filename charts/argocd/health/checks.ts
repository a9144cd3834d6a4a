/** Health checks that Argo CD lacks, as the keys of the ConfigMap argocd-cm that it reads them from. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const lua = (name: string) => readFileSync(join(__dirname, `${name}.lua`), 'utf8');

/** Key and Lua text. */
export const HEALTH_CHECKS: Readonly<Record<string, string>> = {
  'resource.customizations.health.argoproj.io_Application': lua('application'),
  'resource.customizations.health.flinkoperator.k8s.io_FlinkCluster': lua('flink-cluster'),
};
