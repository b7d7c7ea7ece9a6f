import { expect, test } from 'vitest';
import * as fc from 'fast-check';
import { mergeTicket, type TicketFacts, type TicketSide } from '../../../src/domain/ticket.ts';

const open: TicketFacts = { isDone: false, dueOn: '2026-03-02' };
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

const facts = fc.record({
  isDone: fc.boolean(),
  dueOn: fc.constantFrom<string | null>('2026-03-02', '2026-03-09', '2026-03-20', null),
});
const at = fc.constantFrom('2026-02-01T09:00:00.000Z', '2026-02-01T10:00:00.000Z');
const anySide = fc.record({ facts, changedAt: fc.record({ isDone: at, dueOn: at }, { requiredKeys: [] }) });

test('after one exchange both sides agree, and another moves nothing', () => {
  fc.assert(
    fc.property(fc.option(facts), anySide, anySide, (agreed, ours, theirs) => {
      const { push, pull } = mergeTicket(agreed, ours, theirs);
      const here = { ...ours, facts: { ...ours.facts, ...pull } };
      const there = { ...theirs, facts: { ...theirs.facts, ...push } };
      expect(here.facts).toEqual(there.facts);
      expect(mergeTicket(here.facts, here, there)).toEqual(nothing);
    }),
  );
});
