/** From files and options to the checked values of each environment. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkValues, type CheckedValues } from './check';
import { fileLayer, merge, type Layer } from './layers';
import { ValuesError, type Problem } from './problem';
import type { Values } from './schema';
import { setLayer } from './set-option';

/** The values of one folder of `dist/`, and the folder's name. */
export interface NamedValues {
  readonly name: string;
  readonly values: Values;
}

/** One folder of `dist/`: its values, and what somebody should know about them. */
export interface Environment extends NamedValues, CheckedValues {}

/**
 * Loads every environment: `values.yaml`, over it `environments/<name>.yaml`, over it each `-f FILE`,
 * over it each `--set path=value`, in the order given.
 * @param args command line arguments: any number of `-f FILE` and `--set path=value`
 * @param root the folder that holds `values.yaml` and `environments/`
 * @throws ValuesError with the problems of all environments, each named once
 */
export function loadEnvironments(args: readonly string[], root = '.'): Environment[] {
  const names = readdirSync(join(root, 'environments'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
  const base = fileLayer(join(root, 'values.yaml'));
  const options = optionLayers(args);
  const problems = new Map<string, Problem & { readonly environments: string[] }>();
  const environments = names.flatMap((name) => {
    try {
      const overlay = fileLayer(join(root, 'environments', `${name}.yaml`));
      return [{ name, ...checkValues(merge([base, overlay, ...options])) }];
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
  return environments;
}

/** Leaves the environments out where they are all of them, for the message to be about the values only. */
function located({ environments, ...problem }: Problem, all: readonly string[]): Problem {
  return environments?.length === all.length
    ? problem
    : { ...problem, ...(environments && { environments }) };
}

function optionLayers(args: readonly string[]): Layer[] {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        values: { type: 'string', short: 'f', multiple: true, default: [] },
        set: { type: 'string', multiple: true, default: [] },
      },
    });
    return [...values.values.map((file) => fileLayer(file)), ...values.set.map((option) => setLayer(option))];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS') !== true) throw error;
    const found = message.split('. ')[0] ?? message;
    throw new ValuesError([
      { source: 'command line', path: '', found, allowed: '-f FILE and --set path=value' },
    ]);
  }
}
