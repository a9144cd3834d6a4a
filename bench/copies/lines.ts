/** Writes every line that it reads: what a Node program that handles lines costs before it does anything. */
import { createInterface } from 'node:readline';

createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => {
  process.stdout.write(`${line}\n`);
});
