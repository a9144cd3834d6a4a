const { testPathIgnorePatterns, ...base } = require('./jest.config.cjs');

/** The suites that need Linux tools and root: `*.system.test.ts`. @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/**/*.system.test.ts', '<rootDir>/normalizer/test/**/*.system.test.ts'],
};
