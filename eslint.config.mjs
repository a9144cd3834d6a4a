import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/', 'imports/', 'normalizer/build/', '.cache/', '**/target/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Numbers are the commonest thing this project puts into texts.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Constructs are created for their effect on the tree.
      'no-new': 'off',
    },
  },
  { files: ['**/*.cjs', '**/*.mjs', 'demo/page/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['demo/page/*.js'],
    languageOptions: { globals: { document: 'readonly', EventSource: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'writable',
        require: 'readonly',
        process: 'readonly',
        console: 'readonly',
        __dirname: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
