import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { agreementOf, mergeTicket, type TicketFacts, type TicketSide } from '../../../src/domain/ticket.ts';

const open: TicketFacts = { isDone: false, isStarted: false, dueOn: '2026-03-02' };
const side = (facts: Partial<TicketFacts> = {}, changedAt: TicketSide['changedAt'] = {}): TicketSide => ({
  facts: { ...open, ...facts },
  changedAt,
});
const nothing = { push: {}, pull: {} };

test('what only one side changed is taken over by the other', () => {
  expect(mergeTicket(open, side({ isDone: true }), side())).toEqual({ push: { isDone: true }, pull: {} });
  expect(mergeTicket(open, side(), side({ isDone: true }))).toEqual({ push: {}, pull: { isDone: true } });
  expect(mergeTicket(open, side({ dueOn: '2026-03-09' }), side({ isDone: true }))).toEqual({
    push: { dueOn: '2026-03-09' },
    pull: { isDone: true },
  });
});

test('where both changed the date, the later change wins', () => {
  const ours = side({ dueOn: '2026-03-09' }, { dueOn: '2026-02-01T10:00:00.000Z' });
  const theirs = (at: string) => side({ dueOn: '2026-03-20' }, { dueOn: at });
  expect(mergeTicket(open, ours, theirs('2026-02-01T11:00:00.000Z')).pull).toEqual({ dueOn: '2026-03-20' });
  expect(mergeTicket(open, ours, theirs('2026-02-01T09:00:00.000Z')).push).toEqual({ dueOn: '2026-03-09' });
});

test('a date that was removed there is set again, and a first comparison follows us', () => {
  expect(mergeTicket(open, side(), side({ dueOn: null }))).toEqual({ push: { dueOn: open.dueOn }, pull: {} });
  expect(mergeTicket(null, side(), side({ dueOn: '2026-05-05' }))).toEqual({ push: { dueOn: open.dueOn }, pull: {} });
  expect(mergeTicket(open, side({ dueOn: null }), side({ dueOn: null }))).toEqual(nothing);
});

test('what could not be taken over is tried again, and not told back as ours', () => {
  const theirs = side({ dueOn: '2026-01-02', isDone: true });
  const merge = mergeTicket(open, side(), theirs);
  expect(merge).toEqual({ push: {}, pull: { dueOn: '2026-01-02', isDone: true } });
  const next = agreementOf(open, side(), theirs, merge, ['dueOn']);
  expect(next).toMatchObject({ dueOn: open.dueOn, isDone: true });
  expect(mergeTicket(next, side({ isDone: true }), theirs)).toEqual({ push: {}, pull: { dueOn: '2026-01-02' } });
});

const states = [
  { isDone: false, isStarted: false },
  { isDone: false, isStarted: true },
  { isDone: true, isStarted: false },
];
const dates = fc.constantFrom<string | null>('2026-03-02', '2026-03-09', '2026-03-20', null);
const facts = fc.tuple(fc.constantFrom(...states), dates).map(([state, dueOn]) => ({ ...state, dueOn }));
const at = fc.constantFrom('2026-02-01T09:00:00.000Z', '2026-02-01T10:00:00.000Z');
const anySide = fc.record({ facts, changedAt: fc.record({ isDone: at, dueOn: at }, { requiredKeys: [] }) });

test('that work has begun is told to the other side once, and whoever moves it back there means it', () => {
  const begun = side({ isStarted: true });
  expect(mergeTicket(open, side(), begun)).toEqual({ push: {}, pull: { isStarted: true } });
  expect(mergeTicket(open, begun, side())).toEqual({ push: { isStarted: true }, pull: {} });
  const agreed = agreementOf(open, begun, side(), { push: { isStarted: true }, pull: {} });
  expect(mergeTicket(agreed, begun, side())).toEqual(nothing);
  expect(mergeTicket(agreed, side(), begun)).toEqual(nothing);
});

test('what is done has begun no more; what is reopened there begins here again', () => {
  expect(mergeTicket(open, side({ isDone: true }), side({ isStarted: true })).pull).toEqual({});
  expect(mergeTicket(open, side({ isStarted: true }), side({ isDone: true })).push).toEqual({});
  const agreed = { ...open, isDone: true, isStarted: true };
  const [ours, reopened] = [side({ isDone: true }), side()];
  const merge = mergeTicket(agreed, ours, reopened);
  expect(merge.pull).toEqual({ isDone: false });
  const next = agreementOf(agreed, ours, reopened, merge);
  expect(mergeTicket(next, side(), side({ isStarted: true })).pull).toEqual({ isStarted: true });
});

test('after one exchange both sides agree, and another moves nothing', () => {
  fc.assert(
    fc.property(fc.option(facts), anySide, anySide, (agreed, ours, theirs) => {
      const merge = mergeTicket(agreed, ours, theirs);
      const here = { ...ours, facts: { ...ours.facts, ...merge.pull } };
      const there = { ...theirs, facts: { ...theirs.facts, ...merge.push } };
      const { isStarted: _here, ...seenHere } = here.facts;
      const { isStarted: _there, ...seenThere } = there.facts;
      expect(seenHere).toEqual(seenThere);
      expect(mergeTicket(agreementOf(agreed, ours, theirs, merge), here, there)).toEqual(nothing);
    }),
  );
});
