/** `npm run build`: the program and all it needs in one folder, cut so that a command loads no more than its own. */
import { rmSync } from 'node:fs';
import { buildSync } from 'esbuild';

const FOLDER = 'build';

// The names of the pieces change with what is in them.
rmSync(FOLDER, { recursive: true, force: true });
buildSync({
  entryPoints: { normalizer: 'src/main.ts' },
  outdir: FOLDER,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Packages in CommonJS ask for Node's modules by a function that ES modules lack.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
});
