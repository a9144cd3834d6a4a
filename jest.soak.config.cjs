/** The suites that take long: `*.soak.test.ts`. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/**/*.soak.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
