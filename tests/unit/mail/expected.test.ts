import { describe, expect, it } from 'vitest';
import { createAnswerReader } from '../../../integrations/email/answers/reader.ts';
import { readExpected } from '../../../integrations/email/answers/read-reply.ts';
import { type Answered, propose } from '../../../src/usecases/replies/propose.ts';

// a Friday
const today = '2026-11-20';

describe('the day on which what is missing is expected', () => {
  it.each([
    ['en', 'expected Friday', '2026-11-27'],
    ['en', 'by 12 Dec', '2026-12-12'],
    ['en', 'Not yet, sorry. We expect it by 3 December.', '2026-12-03'],
    ['en', 'No, next week', '2026-11-23'],
    ['en', '2026-12-01', '2026-12-01'],
    ['de', 'Noch nicht, erwartet am Freitag', '2026-11-27'],
    ['de', 'Wir rechnen damit am 1.12.', '2026-12-01'],
    ['fr', 'Pas encore, prévu pour le 1er décembre', '2026-12-01'],
    ['fr', 'nous l’attendons vendredi', '2026-11-27'],
    ['es', 'todavía no, previsto para el viernes', '2026-11-27'],
  ])('%s: %j', (locale, text, day) => {
    expect(readExpected(text, { locale, today })).toBe(day);
  });

  it.each([
    'still with legal',
    'Legal met on Friday and is going to meet again',
    'not on Friday',
    'blocked: still with legal until the meeting of the board on 12 December',
  ])('is not named by %j', (text) => {
    expect(readExpected(text, { locale: 'en', today })).toBeNull();
  });
});

describe('an answer about what is missing', () => {
  const reader = createAnswerReader({ secret: 's', authservId: null, ownAddresses: [], today: () => today });
  const asked = { taskId: 't', blockerId: 'b', onboardingId: 'o', name: 'The contract', isBlocked: true };
  const answered = (visible: string, count = 1): Answered => ({
    sent: {
      messageId: 'm',
      personId: 'p',
      personName: 'Ana',
      address: '',
      isPersonGone: false,
      side: 'customer',
      locale: 'en',
      timezone: null,
      tasks: Array.from({ length: count }, (_, index) => ({
        ...asked,
        blockerId: `b${index + 1}`,
        number: index + 1,
        type: 'document',
      })),
      onboardingIds: ['o'],
    },
    visible,
    today,
    side: 'customer',
    people: [],
  });
  const did = (visible: string, count?: number): unknown => {
    const { proposal } = propose(reader, answered(visible, count));
    return proposal.kind === 'command' ? [proposal.name, proposal.blockerId ?? null] : proposal.kind;
  };

  it.each([
    ['done', ['resolve', 'b1']],
    ['Resolved, thanks!', ['resolve', 'b1']],
    ['snooze until Friday', ['set-expected', 'b1']],
    ['expected Friday', ['set-expected', 'b1']],
    ['blocked: still with legal', ['comment', 'b1']],
    ['reassign to Ben <ben@acme.example>', ['comment', 'b1']],
    ['Is it Friday already?', ['comment', 'b1']],
    ['expected on 3 November', ['comment', 'b1']],
  ])('%j', (visible, meant) => {
    expect(did(visible)).toEqual(meant);
  });

  it('means one of several by its number, and is asked back where it is not clear', () => {
    expect(did('2 resolved', 2)).toEqual(['resolve', 'b2']);
    expect(propose(reader, answered('resolved', 2)).isAmbiguous).toBe(true);
    expect(propose(reader, answered('Done with the first part')).isAmbiguous).toBe(true);
  });
});
