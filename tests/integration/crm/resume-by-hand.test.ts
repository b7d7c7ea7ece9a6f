/** A person says that access is back, and the CRM is asked whether it is. */
import { beforeEach, expect, it } from 'vitest';
import { connectionById, setConnectionStatus } from '../../../src/db/connections.ts';
import { AppError, type ErrorCode } from '../../../src/errors.ts';
import { resumeByHand } from '../../../src/usecases/crm/resume-by-hand.ts';
import { startHubSpotWorld } from '../../contract/crm-port/hubspot-world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

const on = mappedOnboarding(startHubSpotWorld);
const status = async () => (await connectionById(on.db, on.connectionId)).status;
const resume = (answer: ErrorCode | null) => {
  const deps = on.deps();
  const crm = deps.crms.get(on.connectionId);
  if (!crm) throw new Error('the connection has a CRM');
  const findWonDeals = () =>
    answer === null
      ? Promise.resolve({ deals: [], next: null })
      : Promise.reject(new AppError(answer, { message: 'The token was revoked' }));
  return resumeByHand({ ...deps, crms: new Map([[on.connectionId, { ...crm, findWonDeals }]]) }, on.connectionId);
};

beforeEach(() => setConnectionStatus(on.db, on.connectionId, 'revoked', 'The token was revoked', new Date()));

it('is told what the CRM says while it still refuses us; nothing begins, and nobody is told again', async () => {
  const told = () => on.db.query(`SELECT id FROM alerts WHERE kind = 'crm_revoked' AND resolved_at IS NULL`);
  const before = await told();
  expect(before).toHaveLength(1);
  await expect(resume('crm_revoked')).rejects.toMatchObject({
    code: 'not_allowed_now',
    message: expect.stringContaining('still refuses our access. It said: The token was revoked'),
  });
  expect(await status()).toBe('revoked');
  expect(await told()).toEqual(before);
});

it('lets all go on where it lets us in, and where it cannot say so now', async () => {
  await resume(null);
  expect(await status()).toBe('active');
  await setConnectionStatus(on.db, on.connectionId, 'revoked', 'The token was revoked', new Date());
  await resume('crm_unavailable');
  expect(await status()).toBe('active');
});
