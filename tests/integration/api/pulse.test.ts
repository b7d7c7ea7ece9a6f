/** From the link in the mail to the stored answer and what the CSM hears. */
import { v7 as uuid } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endpoints } from '../../../src/contracts/api/index.ts';
import { createClock } from '../../../src/db/clock.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { runCommand } from '../../../src/usecases/onboardings/run-command.ts';
import { makePulseToken, readPulseToken } from '../../../src/usecases/pulse/pulse-token.ts';
import { testSecret, useTestApi } from './support/api.ts';
import { addOnboarding, type TestOnboarding } from './support/onboarding.ts';

const api = useTestApi();
let acme: TestOnboarding;
let checkInId = '';
let token = '';

beforeAll(async () => {
  const deps = { db: api.db, clock: createClock(api.db), playbooks: createPlaybookStore(api.db), publicUrl: api.url };
  api.onCommand((call) => runCommand(deps, call));
  acme = await addOnboarding(api, {
    status: 'live',
    change: ({ onboarding }) => Object.assign(onboarding, { liveAt: '2026-03-02T09:00:00.000Z' }),
  });
});
beforeEach(async () => {
  checkInId = uuid();
  token = makePulseToken({ personId: acme.lead.id, checkInId }, testSecret);
  await api.db.query('DELETE FROM check_ins');
  await api.db.query(
    `INSERT INTO check_ins (id, onboarding_id, kind, due_on, state) VALUES ($1, $2, 'pulse_14', '2026-03-16', 'open')`,
    [checkInId, acme.id],
  );
});

const open = async (path = token) => {
  const response = await api.fetch(`/api/v1/pulses/${path}`);
  return response.status === 200 ? endpoints.getPulse.response.parse(await response.json()) : response.status;
};
const answer = (body: object, path = token) =>
  api.fetch(`/api/v1/pulses/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify(body),
  });

describe('the question two weeks after go-live', () => {
  it('is answered once, stored, and told to the CSM', async () => {
    expect(await open()).toMatchObject({ isOpen: true, answer: null, accountName: 'Acme Corp' });
    expect((await answer({ answer: 'poor', comment: 'Reports are slow' })).status).toBe(200);
    expect(await open()).toMatchObject({ isOpen: false, answer: 'poor' });
    const [stored] = await api.db.query('SELECT state, answer, note, done_by_id FROM check_ins WHERE id = $1', [
      checkInId,
    ]);
    expect(stored).toEqual({ state: 'done', answer: 'poor', note: 'Reports are slow', done_by_id: acme.lead.id });
    const told = await api.db.query(`SELECT person_id, urgency FROM intents WHERE kind = 'pulse_answered'`);
    expect(told).toEqual([{ person_id: acme.csm.id, urgency: 'now' }]);
    expect((await answer({ answer: 'great' })).status).toBe(409);
    expect(await open()).toMatchObject({ answer: 'poor' });
  });

  it('is not answered by looking, by a changed link, or by something else', async () => {
    await api.fetch(`/api/v1/pulses/${token}`, { method: 'HEAD' });
    expect(await open()).toMatchObject({ isOpen: true });
    expect(await open(`AA${token.slice(2)}`)).toBe(404);
    expect((await answer({ answer: 'great' }, `AA${token.slice(2)}`)).status).toBe(404);
    expect((await answer({ answer: 'splendid' })).status).toBe(422);
    await api.db.query(`UPDATE check_ins SET kind = 'check_in_30'`);
    expect(await open()).toBe(404);
  });

  it('has a link that only we can make', () => {
    expect(readPulseToken(token, testSecret)).toEqual({ personId: acme.lead.id, checkInId });
    expect(readPulseToken(token, `${testSecret}!`)).toBeNull();
  });
});
