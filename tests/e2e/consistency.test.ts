import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Instance, startInstance } from '../support/instance.ts';
import { runConsistency } from '../support/consistency/run.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance?.stop());

it('both CRMs and we say the same once it is quiet, whatever changed and failed meanwhile', async () => {
  const result = await runConsistency(instance, { seed: 5, deals: 12, changes: 60, live: 1, quietWithinMs: 90_000 });
  expect(result.differences).toEqual({ hubspot: [], salesforce: [] });
  expect(result.onboardings).toBeGreaterThanOrEqual(12);
  expect(result.references).toBeGreaterThanOrEqual(2);
  expect(result.failures.hubspot).toBeGreaterThan(0);
  expect(result.failures.salesforce).toBeGreaterThan(0);
});
