/** docs/how-to/without-a-fork.md, with its own commands, from a folder outside of the repository. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cloneRepository, type Clone } from './documents/clone';
import { blocksOf } from './documents/pages';

const URL = 'https://git.example.org/netflow-gitops.git';
const [own = '', output = '', chart = ''] = blocksOf('docs/how-to/without-a-fork.md').map(({ text }) => text);

let clone: Clone;
beforeAll(() => {
  clone = cloneRepository();
  execFileSync('git', ['tag', 'v0.1.0'], { cwd: clone.folder });
});
afterAll(() => {
  clone.remove();
});

/** Runs the commands in a folder beside nothing else; they see the clone at the address of the page. */
function run(commands: string, folder: string) {
  mkdirSync(folder);
  const { status, stderr } = clone.sh(
    `cd '${folder}'\n${commands.replaceAll(URL, `file://${clone.folder}`)}`,
  );
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

test('values in a repository of its own, with the package as a dependency from git', () => {
  const folder = `${clone.folder}-own`;
  run(own, folder);
  const made = join(folder, 'netflow');
  const manifest = readFileSync(join(made, 'dist/site/normalizer/Deployment.normalizer.yaml'), 'utf8');
  expect(manifest).toContain('kind: Deployment');
  expect(readFileSync(join(made, 'package-lock.json'), 'utf8')).toMatch(/clone-\w+#[0-9a-f]{40}"/);
  expect(existsSync(join(made, 'values.schema.json'))).toBe(false);
  rmSync(folder, { recursive: true });
});

test.each([
  ['manifests in another repository', output, 'deployments/dist/compact/kafka/StatefulSet.kafka.yaml'],
  ['a Helm chart', chart, 'charts/compact/Chart.yaml'],
])('%s', (_, commands, file) => {
  const folder = `${clone.folder}-beside`;
  run(`cp -r '${clone.folder}' clone && cd clone\n${commands}`, folder);
  expect(existsSync(join(folder, file))).toBe(true);
  rmSync(folder, { recursive: true });
});
