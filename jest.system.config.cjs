/** The suites that need Linux tools and root: `*.system.test.ts`. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/**/*.system.test.ts', '<rootDir>/normalizer/test/**/*.system.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // They share the machine's store of images, its packages and its network.
  maxWorkers: 1,
};
