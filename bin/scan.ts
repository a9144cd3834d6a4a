/** `npm run scan`: what checkov and kube-score find in `dist/`, but for what is accepted. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { environmentNames } from '../charts/values/environment-files';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { NotFetched } from '../test/servers/not-fetched';
import { accepted } from './scan/accepted';
import { others, outlived } from './scan/judgement';
import { askCheckov, askKubeScore, installScanners, type Finding } from './scan/scanners';

/** Kinds that the scanners check. Custom resources they don't know; kube-score stops at them. */
const FOREIGN =
  /\/(argocd|applications|monitoring)\/|FlinkCluster|CustomResourceDefinition|Certificate|Issuer/;
const WORKLOAD = /^(Deployment|StatefulSet|Job|CronJob)\./;

const command = new Command('npm run scan --')
  .description('Has checkov and kube-score look at the manifests in dist/, and tells what is not accepted.')
  .action(() => {
    installScanners();
    const findings = environmentNames('.').flatMap((name) => scan(join('dist', name)));
    for (const { check, says } of outlived(findings, accepted)) {
      process.stdout.write(`bin/scan/accepted.ts: ${check} (${says}) is found nowhere: take it out\n`);
      process.exitCode = 1;
    }
  });
speakable(command, version, {
  examples: [['npm run scan', 'all environments in dist/']],
  exitCodes: [
    ['0', 'what bin/scan/accepted.ts gives reasons for, and no more'],
    ['1', 'findings that nobody has accepted, or reasons for what is found nowhere, each in a line'],
  ],
});
void run(command, ValuesError, NotFetched);

function scan(folder: string): Finding[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const workloads = files.filter((file) => WORKLOAD.test(file.split('/').pop() ?? '')).length;
  const known = files.map((file) => join(folder, file)).filter((file) => !FOREIGN.test(file));
  const found = { checkov: askCheckov(folder), 'kube-score': askKubeScore(known) };
  for (const [scanner, findings] of Object.entries(found)) tell(folder, scanner, workloads, findings);
  return Object.values(found).flat();
}

function tell(folder: string, scanner: string, workloads: number, findings: readonly Finding[]): void {
  const rest = others(findings, accepted);
  const share = (rest.length / workloads).toFixed(1);
  process.stdout.write(
    `${folder}: ${scanner} finds ${findings.length}, of which ${findings.length - rest.length} are accepted; ` +
      `${share} for each of ${workloads} workloads remain\n`,
  );
  for (const { check, object, says } of rest) process.stdout.write(`  ${check} ${object}: ${says}\n`);
  if (rest.length > 0) process.exitCode = 1;
}
