export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/test/support/strip.cjs' },
  globalSetup: '<rootDir>/test/support/setup.ts',
  globalTeardown: '<rootDir>/test/support/teardown.ts',
  reporters: ['default', '<rootDir>/test/support/reporter.mjs'],
  workerIdleMemoryLimit: '768MB',
  maxWorkers: 2,
  testTimeout: 30000,
};
