/** What an absence note changes, beside what is known of its sender's absences. */
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  sent = await sentMessage(world, [await world.addTask()]);
});

const note = (text: string, change = {}) =>
  rawMail({
    from: sent.email,
    to: sent.replyTo(),
    subject: 'Out of office',
    headers: ['Auto-Submitted: auto-replied'],
    text,
    ...change,
  });
const known = (from: string | null, until: string | null) =>
  world.db.query('UPDATE people SET absent_from = $2, absent_until = $3 WHERE id = $1', [world.customer, from, until]);
interface AbsenceRow {
  absent_from: string | null;
  absent_until: string | null;
}
const absence = async () => {
  const { absent_from, absent_until } = await world.row<AbsenceRow>('people', world.customer);
  return [absent_from, absent_until];
};

describe('an absence note on 20 November', () => {
  it('that names a later first day sets that', async () => {
    expect(await arrive(world, note('I am out of the office from 23 to 30 November.'))).toMatchObject({
      state: 'handled',
    });
    expect(await absence()).toEqual(['2026-11-23', '2026-11-30']);
  });

  it('changes nothing of what is known to be longer, or over', async () => {
    await known('2026-11-16', '2026-12-04');
    await arrive(world, note('I am away until 2026-11-27.'));
    expect(await absence()).toEqual(['2026-11-16', '2026-12-04']);
    await arrive(world, note('I was away until 2026-11-18.'));
    expect(await absence()).toEqual(['2026-11-16', '2026-12-04']);
  });

  it('makes an absence longer that has begun, or begins meanwhile', async () => {
    await known('2026-11-16', '2026-11-20');
    await arrive(world, note('I am away until 2026-11-27.'));
    expect(await absence()).toEqual(['2026-11-16', '2026-11-27']);
    await known('2026-11-25', '2026-12-04');
    await arrive(world, note('I am away until 2026-11-27.'));
    expect(await absence()).toEqual(['2026-11-20', '2026-12-04']);
  });

  it('beside an absence that is to come waits for a person', async () => {
    await known('2026-12-21', '2026-12-31');
    const mail = await arrive(world, note('I am away until 2026-11-27.'));
    expect(mail).toMatchObject({ state: 'needs_review', proposal: { kind: 'absence', until: '2026-11-27' } });
    expect(mail.reason).toContain('from 2026-12-21 to 2026-12-31');
    expect(await absence()).toEqual(['2026-12-21', '2026-12-31']);
    await acceptMail(replyDeps(world), mail.id, { actor: { kind: 'person', id: world.csm, label: 'Cem' } });
    expect(await absence()).toEqual(['2026-11-20', '2026-11-27']);
  });

  it('beside an absence without an end waits for a person, unless that holds it already', async () => {
    await known('2026-12-01', null);
    const mail = await arrive(world, note('I am away until 2026-11-20.'));
    expect(mail).toMatchObject({ state: 'needs_review', proposal: { kind: 'absence', until: '2026-11-20' } });
    expect(mail.reason).toContain('from 2026-12-01 without an end');
    expect(await absence()).toEqual(['2026-12-01', null]);
    await known('2026-11-16', null);
    expect(await arrive(world, note('I am away until 2026-11-27.'))).toMatchObject({ state: 'handled' });
    expect(await absence()).toEqual(['2026-11-16', null]);
  });

  it('whose day is too far to plan with is never set, not even where somebody agrees to it', async () => {
    const mail = await arrive(world, note('I am away until 2150-12-31.'));
    expect(mail.state).toBe('needs_review');
    const agreed = acceptMail(replyDeps(world), mail.id, { actor: { kind: 'person', id: world.csm, label: 'Cem' } });
    await expect(agreed).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await absence()).toEqual([null, null]);
  });

  it('is about the days where its sender’s onboarding is, whose own zone and country are not known', async () => {
    await world.db.query('UPDATE people SET timezone = NULL, holiday_country = NULL WHERE id = $1', [world.customer]);
    await world.db.query(`UPDATE onboardings SET timezone = 'Asia/Tokyo', calendar_country = 'JP' WHERE id = $1`, [
      world.onboardingId,
    ]);
    await world.setNow('2026-11-20T16:00:00.000Z');
    await arrive(world, note('I am out of the office.'));
    // Saturday there, and Monday is a holiday
    expect(await absence()).toEqual(['2026-11-21', '2026-11-24']);
  });

  it.each([
    ['of more than twelve months', 'I am away until 2027-12-31.', {}],
    ['from a sender nobody vouches for', 'I am away until 2026-11-27.', { results: null }],
    ['from another address', 'I am away until 2026-11-27.', { from: 'mallory@evil.example' }],
  ])('%s waits for a person', async (_what, text, change) => {
    expect(await arrive(world, note(text, change))).toMatchObject({
      state: 'needs_review',
      proposal: { kind: 'absence' },
    });
    expect(await absence()).toEqual([null, null]);
  });
});
