/**
 * Stryker's test runner for our suites: it loads them once into its process, and a mutant costs only the tests that
 * reach it. Jest makes a world of its own for every file and run, too much for 15,000 mutants.
 *
 * What runs only while modules are loaded (tables, schemas) can't be changed afterwards: `ignoreStatic` leaves it out.
 */
import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { collect, FAILED, runTests, testsOf } from './circus.mjs';

const require = createRequire(import.meta.url);

/** Tests that take longer, in milliseconds, run after the others: most mutants are killed by a quick one. */
const QUICK = 50;

class InProcess {
  static inject = ['options'];

  constructor({ inProcess: { suites } }) {
    this.suites = globSync(suites)
      .map((file) => resolve(file))
      .sort();
    this.stryker = globalThis.__stryker__ ??= {};
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    process.env.NODE_ENV = 'test';
    // A property is held against what it meets within 0.3 s, and a broken one needs no smallest example.
    require('fast-check').configureGlobal({ interruptAfterTimeLimit: 300, endOnFailure: true });
    this.load();
  }

  /** Loads the suites, and whatever of ours they import, anew. */
  load() {
    for (const file of Object.keys(require.cache).filter(isOurs)) Reflect.deleteProperty(require.cache, file);
    this.root = collect(this.suites, require, nameOf);
  }

  async dryRun({ files }) {
    this.stryker.mutantCoverage ??= { static: {}, perTest: {} };
    const suites = files === undefined ? this.suites : this.suites.filter((suite) => reaches(suite, files));
    const blocks = new Set(suites.map(nameOf));
    const wanted = new Set(this.root.children.filter(({ name }) => blocks.has(name)).flatMap(testsOf));
    const tests = await runTests(this.root, {
      wanted,
      started: (id) => (this.stryker.currentTestId = id),
      bail: false,
    });
    return { status: 'complete', tests, mutantCoverage: this.stryker.mutantCoverage };
  }

  async mutantRun(options) {
    const result = await this.withMutant(options);
    if (result.status !== 'killed' || !(await this.isSpoilt(result.killedBy[0]))) return result;
    this.load();
    return this.withMutant(options);
  }

  async withMutant({ activeMutant, testFilter, hitLimit, disableBail }) {
    const ids = new Set(testFilter);
    const covering = testsOf(this.root).filter(({ id }) => ids.has(id));
    this.stryker.hitLimit = hitLimit;
    this.stryker.hitCount = hitLimit === undefined ? undefined : 0;
    this.stryker.activeMutant = activeMutant.id;
    const tests = await this.quickFirst(covering, !disableBail);
    this.stryker.activeMutant = undefined;
    if (this.stryker.hitCount > hitLimit) return { status: 'timeout', reason: 'Hit limit reached' };
    const failed = tests.filter(({ status }) => status === FAILED);
    if (failed.length === 0) return { status: 'survived', nrOfTests: tests.length };
    const [{ failureMessage }] = failed;
    return {
      status: 'killed',
      killedBy: failed.map(({ id }) => id),
      failureMessage,
      nrOfTests: tests.length,
    };
  }

  async quickFirst(covering, bail) {
    const quick = new Set(covering.filter(({ spent = 0 }) => spent <= QUICK));
    const slow = new Set(covering.filter((test) => !quick.has(test)));
    const results = await runTests(this.root, { wanted: quick, bail });
    if (bail && results.some(({ status }) => status === FAILED)) return results;
    return [...results, ...(await runTests(this.root, { wanted: slow, bail }))];
  }

  /** Whether a test fails without any mutant, because an earlier one left something behind in a module. */
  async isSpoilt(testId) {
    this.stryker.hitLimit = undefined;
    const wanted = new Set(testsOf(this.root).filter(({ id }) => id === testId));
    const [again] = await runTests(this.root, { wanted, bail: true });
    return again?.status === FAILED;
  }
}

function nameOf(suite) {
  return relative(process.cwd(), suite);
}

function isOurs(file) {
  return file.startsWith(join(process.cwd(), '/')) && !file.includes('/node_modules/');
}

/** Whether a suite imports one of some files, directly or not. */
function reaches(suite, files) {
  const modules = new Set([require.cache[suite]]);
  for (const { children } of modules)
    for (const child of children) if (isOurs(child.filename)) modules.add(child);
  return [...modules].some(({ filename }) => files.includes(filename));
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcess }];

export const strykerValidationSchema = {
  type: 'object',
  properties: {
    inProcess: {
      description: 'The suites that run in the process of the mutant',
      type: 'object',
      properties: { suites: { type: 'array', items: { type: 'string' } } },
    },
  },
};
