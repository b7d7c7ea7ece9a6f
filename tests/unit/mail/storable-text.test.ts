import { describe, expect, it } from 'vitest';
import { storableText } from '../../../src/domain/storable-text.ts';

describe('text for the database', () => {
  it.each([
    ['a NUL', 'a\0b', 'a\ufffdb'],
    ['the first half of a sign', 'a\ud83d b', 'a\ufffd b'],
    ['the second half of a sign', 'a\ude00 b', 'a\ufffd b'],
    ['nothing of it', 'a 😀 b', 'a 😀 b'],
  ])('is without %s', (_what, given, expected) => {
    expect(storableText(given)).toBe(expected);
  });

  it('is cut between two signs', () => {
    expect(storableText('ab😀', 3)).toBe('ab');
  });
});
