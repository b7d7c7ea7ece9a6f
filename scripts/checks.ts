import type { Step } from './run-steps.ts';

/** What holds without running the product; each is an npm script of its own as well. */
export const checks: readonly Step[] = ['types', 'lint', 'format', 'boundaries', 'dead', 'bundle'].map((name) => ({
  name,
  command: ['npm', 'run', '--silent', `check:${name}`],
}));
