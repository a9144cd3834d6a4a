/** `npm run synth` beside a cdk8s app that makes nothing. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pairs, ratio, sides, spreadOf, tellFigures, type Figure } from './figure';
import { timed } from './processes';

const EMPTY_APP = `import { App, Chart } from 'cdk8s';
const app = new App();
new Chart(app, 'empty');
app.synth();
`;

async function* measure(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  try {
    yield* comparedWithEmpty(folder);
    yield* oneMore(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* comparedWithEmpty(folder: string): AsyncGenerator<Figure> {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  symlinkSync(resolve('node_modules'), join(empty, 'node_modules'));
  cpSync('tsconfig.json', join(empty, 'tsconfig.json'));
  writeFileSync(join(empty, 'main.ts'), EMPTY_APP);
  const cdk8s = ['node_modules/cdk8s-cli/bin/cdk8s', 'synth', '--check-upgrade=false'];
  const app = ['--app', 'node --import tsx main.ts'];
  const measured = await pairs(
    () => synth(folder).cpu,
    () => timed([process.execPath, ...cdk8s, ...app], undefined, empty).cpu,
    { rounds: 9, warmUp: 1 },
  );
  const name = 'three environments over `cdk8s synth` of an empty app';
  yield ratio({ group: 'synth', name, target: { atMost: 1.3 } }, measured, sides(measured, 's', 2));
}

async function* oneMore(folder: string): AsyncGenerator<Figure> {
  const measured = await pairs(
    () => synth(folder, 'compact', 'reference').cpu,
    () => synth(folder, 'compact').cpu,
    { rounds: 9, warmUp: 1 },
  );
  yield {
    group: 'synth',
    name: 'each further environment',
    spread: spreadOf(measured.map(({ one, other }) => one - other)),
    unit: 'seconds',
    target: { atMost: 0.05 },
    measured: sides(measured, 's (two / one)', 2),
  };
}

const synth = (folder: string, ...environments: readonly string[]) =>
  timed([
    process.execPath,
    ...['bin/run.cjs', 'synth', '--output', join(folder, 'dist')],
    ...environments.flatMap((name) => ['--environment', name]),
  ]);

void tellFigures(measure());
