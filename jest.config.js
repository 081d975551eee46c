/** Real Postgres for every test file: one cluster for the run, one cloned database a file (test/support). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6', ignoreDynamic: true } },
    ],
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // For what hangs. How long an errand takes is the machine's affair: where it is the portal's, the test measures it.
  testTimeout: 900_000,
  maxWorkers: 2,
  // What a test file has loaded is never let go of: a worker that has grown makes room for a new one.
  workerIdleMemoryLimit: '1500MB',
  // Any order at everybody's desk; one order where a landing depends on it.
  randomize: process.env.CI !== 'true',
}
