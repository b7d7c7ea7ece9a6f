/** Five hundred deals in each CRM change at random while both fail: once it is quiet, nothing differs and nothing is doubled. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runConsistency } from '../support/consistency/run.ts';
import { type Instance, startInstance } from '../support/instance.ts';

const seed = Number(process.env['FAULT_SEED'] ?? 20_261_121);
let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance?.stop());

it('both CRMs and we say the same of five hundred deals each', async () => {
  const startedAt = performance.now();
  const result = await runConsistency(instance, {
    seed,
    deals: 500,
    changes: 2_000,
    live: 5,
    quietWithinMs: 400_000,
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stdout.write(`${JSON.stringify({ seed, seconds, ...result })}\n`);
  expect(result.differences).toEqual({ hubspot: [], salesforce: [] });
  expect(result.onboardings).toBeGreaterThanOrEqual(500);
  expect(result.references).toBeGreaterThanOrEqual(30);
  expect(result.lostEvents).toBeGreaterThan(50);
  expect(Math.min(result.failures.hubspot, result.failures.salesforce)).toBeGreaterThan(50);
});
