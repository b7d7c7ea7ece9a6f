import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const services = ['tests/support/test-services.ts'];
const browser = ['tests/support/browser-services.ts'];

/** Each kind of test is a project; conventions of what belongs where are in docs/testing.md. */
function project(name: string, test: TestProjectInlineConfiguration['test'] = {}): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { name, include: [`tests/${name}/**/*.test.{ts,tsx}`], ...test },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    setupFiles: ['tests/support/no-stray-console.ts'],
    // generous: a busy machine makes a test slow, not wrong
    expect: { requireAssertions: true, poll: { timeout: 15_000 } },
    testTimeout: 20_000,
    projects: [
      project('unit'),
      project('contract', { testTimeout: 60_000 }),
      project('replay', { testTimeout: 60_000 }),
      project('workflow', { globalSetup: services, testTimeout: 60_000, hookTimeout: 120_000 }),
      project('integration', { globalSetup: services, testTimeout: 60_000, hookTimeout: 120_000 }),
      project('e2e', {
        globalSetup: [...services, ...browser],
        exclude: ['tests/e2e/long/**'],
        testTimeout: 240_000,
        hookTimeout: 120_000,
      }),
      project('e2e-long', {
        include: ['tests/e2e/long/**/*.test.ts'],
        globalSetup: [...services, ...browser],
        testTimeout: 900_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      }),
      project('fault', { globalSetup: services, testTimeout: 900_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
});
