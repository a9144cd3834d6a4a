/** Jest's own `describe`, `test`, hooks and `expect`, collected once and run as often as one likes in this process. */
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';

const require = createRequire(import.meta.url);
const circus = require('jest-circus');
const { expect } = require('expect');

// What Stryker's own runners answer.
const SUCCEEDED = 0;
const SKIPPED = 2;
export const FAILED = 1;

/** Loads test files; answers the tree of what they describe, each test with an id that is its alone. */
export function collect(files, load, nameOf) {
  const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
  Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach, expect });
  circus.resetState();
  const root = circus.getState().rootDescribeBlock;
  for (const file of files) describe(nameOf(file), () => void load(file));
  const seen = new Map();
  for (const test of testsOf(root)) {
    const name = pathOf(test);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    test.id = times === 1 ? name : `${name} (${times})`;
  }
  return root;
}

/** Every test below a block, in order. */
export function testsOf({ children }) {
  return children.flatMap((child) => (child.type === 'test' ? [child] : testsOf(child)));
}

/** Runs the wanted tests with their hooks, one after another; with `bail` no further than the first that fails. */
export async function runTests(root, { wanted = new Set(testsOf(root)), bail, started = () => undefined }) {
  const results = [];
  let unexpected;
  const note = (error) => (unexpected = error);
  const stopped = () => bail && results.some(({ status }) => status === FAILED);

  async function runBlock(block, outer) {
    if (!testsOf(block).some((test) => wanted.has(test))) return;
    const before = await attempt(() => callAll(hooks(block, 'beforeAll')));
    for (const child of block.children) {
      if (stopped()) break;
      if (child.type === 'describeBlock') await runBlock(child, [...outer, block]);
      else if (wanted.has(child)) results.push(await runTest(child, [...outer, block], before));
    }
    await attempt(() => callAll(hooks(block, 'afterAll')));
  }

  async function runTest(test, blocks, before) {
    const named = { id: test.id, name: test.id };
    if (test.mode === 'skip' || test.mode === 'todo') return { ...named, timeSpentMs: 0, status: SKIPPED };
    started(test.id);
    const begin = performance.now();
    const error = before ?? (await attempt(() => body(test, blocks)));
    const after = await attempt(() => callAll(inner(blocks).flatMap((block) => hooks(block, 'afterEach'))));
    const failure = error ?? after ?? unexpected;
    unexpected = undefined;
    started(undefined);
    test.spent = performance.now() - begin;
    const result = { ...named, timeSpentMs: test.spent };
    if (failure === undefined) return { ...result, status: SUCCEEDED };
    return { ...result, status: FAILED, failureMessage: String(failure.stack ?? failure) };
  }

  process.on('uncaughtException', note).on('unhandledRejection', note);
  await runBlock(root, []);
  process.off('uncaughtException', note).off('unhandledRejection', note);
  return results;
}

async function body(test, blocks) {
  expect.setState({ assertionCalls: 0, currentTestName: test.id, suppressedErrors: [] });
  await callAll(blocks.flatMap((block) => hooks(block, 'beforeEach')));
  await call(test.fn);
}

/** The innermost block first. */
function inner(blocks) {
  return [...blocks].reverse();
}

function hooks(block, type) {
  return block.hooks.filter((hook) => hook.type === type).map(({ fn }) => fn);
}

async function callAll(functions) {
  for (const one of functions) await call(one);
}

async function call(fn) {
  if (fn.length === 0) return fn();
  return new Promise((resolve, reject) => fn((error) => (error === undefined ? resolve() : reject(error))));
}

/** What was thrown, if anything. */
async function attempt(action) {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error ?? new Error('something empty was thrown');
  }
}

function pathOf(test) {
  const names = [test.name];
  for (let { parent } = test; parent?.parent !== undefined; { parent } = parent) names.unshift(parent.name);
  return names.join(' > ');
}
