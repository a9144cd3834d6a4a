/**
 * yanglint's word on documents of the module. It needs Debian's libyang-tools, whose library ships the
 * modules that ours imports.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTools } from './debian';

const MODULES = '/usr/share/yang/modules/libyang';

const YANG = join(__dirname, '../../normalizer/yang');
export const netflowV9 = join(YANG, 'netflow-v9.yang');
export const extensions = join(YANG, 'netflow-v9-extensions.yang');

/** Runs yanglint. @throws Error with what it has to complain about */
export function yanglint(...args: readonly string[]): void {
  requireTools('yanglint');
  try {
    execFileSync('yanglint', ['-p', MODULES, ...args], { stdio: 'pipe' });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    throw new Error(stderr?.toString() ?? String(error), { cause: error });
  }
}

/**
 * Validates documents, each in a file of its own.
 * @param more modules beside netflow-v9
 * @throws Error as {@link yanglint} does
 */
export function validate(documents: readonly string[], ...more: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'yang-'));
  const files = documents.map((_, index) => join(folder, `${index}.json`));
  try {
    files.forEach((file, index) => {
      writeFileSync(file, documents[index] ?? '');
    });
    yanglint('-t', 'data', netflowV9, ...more, ...files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
