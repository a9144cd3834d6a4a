// Jest transform: strips the types with esbuild. `npm run typecheck` is what checks them.
const { transformSync } = require('esbuild');

module.exports = {
  process(source, filename) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node24',
      sourcemap: 'inline',
      sourcefile: filename,
    });
    return { code };
  },
};
