/**
 * The Flink job on a real Flink, a suite of its own while one of its scenarios (stop with savepoint,
 * exactly-once) doesn't end the same way every time. @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/flink-job.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
