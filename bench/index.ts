/** `npm run bench`: runs the sections one after the other, each in a process of its own, and writes the results. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run, speakable } from '#normalizer/command-line';
import { Argument, Command } from 'commander';
import { buildSync } from 'esbuild';
import { version } from '../package.json';
import { buildBundle } from '../test/servers/bundle';
import type { Figure } from './figure';
import { FOLDER } from './inputs';
import { cells, page } from './results';

const PAGE = 'bench/RESULTS.md';

/** In this order, shortest first. */
const SECTIONS = ['synth', 'stdio', 'core', 'kafka'] as const;

/** Programs that the sections start. */
const COPIES = ['lines', 'kafkajs', 'platformatic'] as const;

const command = new Command('npm run bench --')
  .description(`Measures the product against its baselines; a run of all sections is written to ${PAGE}.`)
  .addArgument(new Argument('[section...]', 'some only').choices(SECTIONS))
  .action(bench);
speakable(command, version, {
  examples: [
    ['npm run bench', 'the whole table, on a machine that does nothing else'],
    ['npm run bench -- core stdio', 'two sections; nothing is written'],
  ],
  environment: [
    ['BENCH_RECORDS', 'distinct records for each stream of the core (default: 10000)'],
    ['BENCH_ROUNDS', 'rounds for each stream of the core (default: 15)'],
  ],
  exitCodes: [
    ['0', 'measured, whether targets are met or not'],
    ['1', 'an error'],
  ],
});
void run(command, Error);

async function bench(names: readonly string[]): Promise<void> {
  const wanted = SECTIONS.filter((section) => names.length === 0 || names.includes(section));
  buildBundle();
  bundle();
  const figures: Figure[] = [];
  for (const section of wanted) figures.push(...(await measured(section)));
  if (names.length === 0) writeFileSync(PAGE, await page(figures, new Date()));
}

/** Bundled as the product is: a module's function is then called as such, not looked up in an object of exports. */
function bundle(): void {
  buildSync({
    entryPoints: [
      ...SECTIONS.map((name) => `bench/${name}.ts`),
      ...COPIES.map((name) => `bench/copies/${name}.ts`),
    ],
    outdir: FOLDER,
    entryNames: '[name]',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
  });
}

/** Runs a section and prints its figures as they come. */
async function measured(section: string): Promise<Figure[]> {
  const child = spawn(process.execPath, ['--expose-gc', join(FOLDER, `${section}.cjs`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const figures: Figure[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const figure = JSON.parse(line) as Figure;
    if (figures.at(-1)?.group !== figure.group) process.stdout.write(`\n${figure.group}\n`);
    figures.push(figure);
    const [name = '', ...others] = cells(figure);
    process.stdout.write(`  ${name.padEnd(64)} ${others.join('  ')}\n`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${section}: exit code ${String(code)}`);
  return figures;
}
