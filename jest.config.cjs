/** Every suite that needs no more than Node, a JDK and Maven. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/servers/leftovers.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/normalizer/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.(system|cluster)\\.test\\.ts$'],
  // For the most part a suite waits for its servers, so each core takes one; Jest alone would leave a core free.
  maxWorkers: '100%',
  transform: { '\\.ts$': '<rootDir>/test/typescript.cjs' },
  // A first run downloads Kafka and Flink within a hook, and machines differ: what is waited for has limits of its own.
  testTimeout: 1_200_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/normalizer/build/', '<rootDir>/.cache/mutation/'],
};
