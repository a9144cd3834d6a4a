/** The suites that are fast and load what they test: a mutant lives in one process. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  globalSetup: undefined,
  testMatch: [
    '<rootDir>/normalizer/test/**/*.test.ts',
    '<rootDir>/test/{flink-rules,flink-values,kafka-security-values,patches,refused,values}.test.ts',
    '<rootDir>/test/{review,review-compare,review-values}.test.ts',
  ],
};
