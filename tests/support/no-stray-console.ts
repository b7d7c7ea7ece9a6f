import { format } from 'node:util';
import { afterEach, beforeEach, vi } from 'vitest';

/** What goes to console.error or console.warn unasked fails the test; one that expects it spies on it itself. */
let stray: string[] = [];

beforeEach(() => {
  stray = [];
  for (const method of ['error', 'warn'] as const) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => {
      stray.push(`console.${method}: ${format(...args)}`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  if (stray.length > 0) throw new Error(`stray output:\n${stray.join('\n')}`);
});
