/** `npm run bench`: runs the sections one after the other, each in a process of its own, and writes the results. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run, speakable } from '#normalizer/command-line';
import { Argument, Command } from 'commander';
import { buildSync } from 'esbuild';
import { format } from 'prettier';
import { version } from '../package.json';
import { buildBundle } from '../test/servers/bundle';
import type { Figure } from './figure';
import { FOLDER } from './inputs';
import { cells, GROSS, machine, page, regressions, type Results, type Section } from './results';

const PAGE = 'bench/RESULTS.md';
/** The same figures, for the short form to compare with. */
const RECORD = 'bench/results.json';

/** In this order, shortest first. */
const SECTIONS = ['synth', 'stdio', 'core', 'memory', 'latency', 'kafka'] as const;

/** Few records and rounds: enough to see a gross regression. */
const SHORT = { BENCH_RECORDS: '2000', BENCH_ROUNDS: '5' };

/** Programs that the sections start. */
const COPIES = ['lines', 'kafkajs', 'platformatic'] as const;

const command = new Command('npm run bench --')
  .description(`Measures the product against its baselines; what each section measured goes to ${PAGE}.`)
  .addArgument(new Argument('[section...]', 'some only').choices(SECTIONS))
  .option(
    '--short',
    `few records and rounds, and an error where a ratio is ${GROSS} times worse than in ${RECORD}`,
  )
  .action(bench);
speakable(command, version, {
  examples: [
    ['npm run bench', 'the whole table, on a machine that does nothing else'],
    ['npm run bench -- core stdio', 'two sections; the others stay as they were'],
    ['npm run bench -- --short core', 'whether the core is grossly slower than it was'],
  ],
  environment: [
    ['BENCH_RECORDS', 'distinct records for each stream of the core (default: 10000)'],
    ['BENCH_ROUNDS', 'rounds for each stream of the core and for stdio (default: 15 and 7)'],
  ],
  exitCodes: [
    ['0', 'measured, whether targets are met or not'],
    ['1', 'an error, or a gross regression'],
  ],
});
void run(command, Error);

async function bench(names: readonly string[], { short = false }: { short?: boolean }): Promise<void> {
  const wanted = SECTIONS.filter((section) => names.length === 0 || names.includes(section));
  buildBundle();
  bundle();
  const before = recorded();
  const worse: string[] = [];
  for (const section of wanted) {
    const figures = await measured(section, short ? SHORT : {});
    if (short) worse.push(...regressions(figures, before[section]?.figures ?? []));
    else await keep(section, { machine: machine(new Date()), figures });
  }
  refuse(worse);
}

/** Puts a section's figures in the place of those that it had. */
async function keep(name: string, section: Section): Promise<void> {
  const before = recorded();
  const results = Object.fromEntries(
    SECTIONS.map((one) => [one, one === name ? section : before[one]] as const).filter(([, one]) => one),
  ) as Results;
  writeFileSync(RECORD, await format(JSON.stringify(results), { parser: 'json', printWidth: 110 }));
  writeFileSync(PAGE, await page(results));
}

/** What was measured before. */
function recorded(): Partial<Results> {
  return existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Partial<Results>) : {};
}

function refuse(worse: readonly string[]): void {
  if (worse.length > 0) throw new Error(`much slower than recorded:\n${worse.join('\n')}`);
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
async function measured(section: string, variables: NodeJS.ProcessEnv): Promise<Figure[]> {
  const child = spawn(process.execPath, ['--expose-gc', join(FOLDER, `${section}.cjs`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...variables },
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
