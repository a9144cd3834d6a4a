/** From files and options to the checked values of each environment. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { checkValues, type CheckedValues } from './check';
import { clashes } from './clashes';
import { environmentFile, environmentNames } from './environment-files';
import { fileLayer, merge, type Layer } from './layers';
import { takeValues, type ValuesOptions } from './options';
import { isPackage, packageFile } from './package-folder';
import { inOneLine, ValuesError, type Problem } from './problem';
import type { NamedValues } from './schema';
import { setLayer } from './set-option';

/** One folder of `dist/`: its values, and what somebody should know about them. */
export interface Environment extends NamedValues, CheckedValues {}

/**
 * Loads every environment: `values.yaml`, over it `environments/<name>.yaml`, over it each `-f FILE`,
 * over it each `--set path=value`, in the order given. Below a `values.yaml` outside of this package lie the defaults
 * of this package's own, and it may be absent.
 * @param args command line arguments: any number of `-f FILE`, `--set path=value` and `--environment NAME`
 * @param root the folder that holds `environments/` and `values.yaml`
 * @throws ValuesError with the problems of all environments, each named once
 */
export function loadEnvironments(args: readonly string[], root = '.'): Environment[] {
  const names = environmentNames(root);
  const base = baseLayers(root);
  const { values = [], set = [], environment = [] } = parseOptions(args);
  const options = [...values.map((file) => fileLayer(file)), ...set.map((option) => setLayer(option))];
  const problems = new Map<string, Problem & { readonly environments: string[] }>();
  const environments = chosen(names, environment).flatMap((name) => {
    try {
      return [{ name, ...checkValues(merge([...base, fileLayer(environmentFile(root, name)), ...options])) }];
    } catch (error) {
      if (!(error instanceof ValuesError)) throw error;
      for (const problem of error.problems) {
        const key = JSON.stringify(problem);
        problems.set(key, {
          ...problem,
          environments: [...(problems.get(key)?.environments ?? []), name],
        });
      }
      return [];
    }
  });
  if (problems.size > 0)
    throw new ValuesError([...problems.values()].map((problem) => located(problem, names)));
  return withoutClashes(environments);
}

/** What all environments have in common. */
function baseLayers(root: string): Layer[] {
  const own = join(root, 'values.yaml');
  const files = [packageFile('values.yaml'), ...(!isPackage(root) && existsSync(own) ? [own] : [])];
  return files.map((file) => fileLayer(file));
}

/** The environments, with a warning where two of them may clash in a cluster that they may share. */
function withoutClashes(environments: readonly Environment[]): Environment[] {
  const found = clashes(environments).flatMap(({ environment, path, allowed, severity }) => {
    const checked = environments.find(({ name }) => name === environment);
    return checked === undefined
      ? []
      : [{ environment, severity, problem: checked.problemAt(path, allowed) }];
  });
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new ValuesError(
      errors.map(({ environment, problem }) => ({ ...problem, environments: [environment] })),
    );
  }
  return environments.map((environment) => ({
    ...environment,
    warnings: [
      ...environment.warnings,
      ...found.filter((clash) => clash.environment === environment.name).map(({ problem }) => problem),
    ],
  }));
}

/** Leaves the environments out where they are all of them, for the message to be about the values only. */
function located({ environments, ...problem }: Problem, all: readonly string[]): Problem {
  return environments?.length === all.length
    ? problem
    : { ...problem, ...(environments && { environments }) };
}

/** Reads the options by themselves, for callers that have no command line of their own. */
function parseOptions(args: readonly string[]): ValuesOptions {
  const command = takeValues(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    return command.parse(args, { from: 'user' }).opts();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const found = error.message.replace(/^error: |\n.*/g, '');
    const allowed = '-f FILE, --set path=value and --environment NAME';
    throw new ValuesError([{ source: 'command line', path: '', found, allowed }]);
  }
}

/** All environments, or those that were asked for. */
function chosen(names: readonly string[], asked: readonly string[]): readonly string[] {
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ValuesError(
      unknown.map((name) => ({
        source: `--environment ${name}`,
        path: '',
        found: inOneLine(name),
        allowed: names.join(' | '),
      })),
    );
  }
  return asked.length === 0 ? names : names.filter((name) => asked.includes(name));
}
