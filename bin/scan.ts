/** `npm run scan`: what checkov and kube-score find in `dist/`, but for what is accepted. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, speakable } from '#normalizer/command-line';
import { Command } from 'commander';
import { environmentNames } from '../charts/values/environment-files';
import { ValuesError } from '../charts/values/problem';
import { version } from '../package.json';
import { accepted } from './scan/accepted';
import { askCheckov, askKubeScore, installScanners, type Finding } from './scan/scanners';

/** Kinds that the scanners check. Custom resources they don't know; kube-score stops at them. */
const FOREIGN =
  /\/(argocd|applications|monitoring)\/|FlinkCluster|CustomResourceDefinition|Certificate|Issuer/;
const WORKLOAD = /^(Deployment|StatefulSet|Job|CronJob)\./;

const command = new Command('npm run scan --')
  .description('Has checkov and kube-score look at the manifests in dist/, and tells what is not accepted.')
  .action(() => {
    installScanners();
    for (const name of environmentNames('.')) scan(join('dist', name));
  });
speakable(command, version, {
  examples: [['npm run scan', 'all environments in dist/']],
  exitCodes: [
    ['0', 'nothing but what bin/scan/accepted.ts gives a reason for'],
    ['1', 'findings that nobody has accepted, each in a line'],
  ],
});
void run(command, ValuesError);

function scan(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const workloads = files.filter((file) => WORKLOAD.test(file.split('/').pop() ?? '')).length;
  const known = files.map((file) => join(folder, file)).filter((file) => !FOREIGN.test(file));
  tell(folder, 'checkov', workloads, askCheckov(folder));
  tell(folder, 'kube-score', workloads, askKubeScore(known));
}

function tell(folder: string, scanner: string, workloads: number, findings: readonly Finding[]): void {
  const others = findings.filter(({ check }) => !accepted.some((finding) => finding.check === check));
  const share = (others.length / workloads).toFixed(1);
  process.stdout.write(
    `${folder}: ${scanner} finds ${findings.length}, of which ${findings.length - others.length} are accepted; ` +
      `${share} for each of ${workloads} workloads remain\n`,
  );
  for (const { check, object, says } of others) process.stdout.write(`  ${check} ${object}: ${says}\n`);
  if (others.length > 0) process.exitCode = 1;
}
