import { expect, it } from 'vitest';
import { asTyped, wordsIn } from '../../../src/web/console/aboard/done-words.ts';

it('keeps a space while a word of several is typed, and shows the words of another table', () => {
  let typed = '';
  for (const letter of 'done, all set') {
    typed = asTyped(typed + letter, wordsIn(typed + letter));
  }
  expect(typed).toBe('done, all set');
  expect(wordsIn(typed)).toEqual(['done', 'all set']);
  expect(asTyped(typed, ['closed', 'resolved'])).toBe('closed, resolved');
});
