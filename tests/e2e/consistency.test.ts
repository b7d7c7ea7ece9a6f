import { afterAll, beforeAll, expect, it } from 'vitest';
import { differencesIn } from '../support/consistency/report.ts';
import { runConsistency } from '../support/consistency/run.ts';
import { playbooksWithoutCrm } from '../support/consistency/playbooks.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { sandboxOf } from '../support/sandbox.ts';
import { colleagues, signInAs } from '../support/story.ts';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance({ GANGWAY_PLAYBOOKS_DIR: await playbooksWithoutCrm() });
});
afterAll(() => instance?.stop());

it('both CRMs and we say the same once it is quiet, whatever changed and failed meanwhile', async () => {
  const sandbox = sandboxOf(instance.url);
  const { cookie } = await signInAs(instance.url, sandbox, colleagues.mira);
  const result = await runConsistency(
    { ...instance, apiUrl: instance.url, cookie, control: sandbox.call },
    {
      seed: Number(process.env['FAULT_SEED'] ?? 5),
      deals: 12,
      changes: 120,
      presses: 60,
      rareShare: 0.05,
      live: 1,
      quietWithinMs: 90_000,
    },
  );
  expect(differencesIn(result), result.history).toEqual([]);
  expect(result.onboardings).toBeGreaterThanOrEqual(12);
  expect(result.failures.hubspot).toBeGreaterThan(0);
  expect(result.failures.salesforce).toBeGreaterThan(0);
});
