import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bold, escape, link, struck } from '../../../src/usecases/messages/render/slack-text.ts';
import { readMrkdwn, spoken } from '../../../src/web/sandbox/slack-mrkdwn.ts';

it('reads styles within a line, at the edges of words', () => {
  expect(readMrkdwn('*Kickoff* is ~late~ _today_, `done` 2*3*4 *no')).toEqual([
    { kind: 'bold', pieces: [{ kind: 'text', text: 'Kickoff' }] },
    { kind: 'text', text: ' is ' },
    { kind: 'strike', pieces: [{ kind: 'text', text: 'late' }] },
    { kind: 'text', text: ' ' },
    { kind: 'italic', pieces: [{ kind: 'text', text: 'today' }] },
    { kind: 'text', text: ', ' },
    { kind: 'code', text: 'done' },
    { kind: 'text', text: ' 2*3*4 *no' },
  ]);
  expect(spoken(readMrkdwn('*one\ntwo*'))).toBe('*one\ntwo*');
});

it('reads a style within another, quotes and blocks of code', () => {
  expect(readMrkdwn('*~both~*')).toEqual([
    { kind: 'bold', pieces: [{ kind: 'strike', pieces: [{ kind: 'text', text: 'both' }] }] },
  ]);
  expect(readMrkdwn('&gt; said\nanswered')).toEqual([
    { kind: 'quote', pieces: [{ kind: 'text', text: 'said' }] },
    { kind: 'text', text: 'answered' },
  ]);
  expect(readMrkdwn('a ```x\n*y*``` b')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'pre', text: 'x\n*y*' },
    { kind: 'text', text: ' b' },
  ]);
});

it('reads links, people, channels and everybody', () => {
  expect(readMrkdwn('<https://a.example/?b=1&amp;c=2|A &amp; B> <@U1> <#C1|general> <!here>')).toEqual([
    { kind: 'link', url: 'https://a.example/?b=1&c=2', label: 'A & B' },
    { kind: 'text', text: ' ' },
    { kind: 'user', id: 'U1', label: null },
    { kind: 'text', text: ' ' },
    { kind: 'channel', id: 'C1', label: 'general' },
    { kind: 'text', text: ' ' },
    { kind: 'everybody', label: '@here' },
  ]);
  expect(readMrkdwn('<javascript:alert(1)|press>')).toEqual([{ kind: 'text', text: 'press' }]);
});

it('unescapes once', () => {
  expect(readMrkdwn(escape('&lt;b> & <@U1>'))).toEqual([{ kind: 'text', text: '&lt;b> & <@U1>' }]);
});

const words = fc.string({ minLength: 1, maxLength: 40 });

it('shows what our renderer made of people’s words as they wrote them', () => {
  const seen = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  const lookAlike = (text: string) =>
    seen(text).replaceAll('*', '∗').replaceAll('~', '∼').replaceAll('_', '＿').replaceAll('`', 'ˋ');
  fc.assert(
    fc.property(words, words, words, (name, over, label) => {
      fc.pre([name, over, label].every((one) => seen(one) !== ''));
      const source = `${bold(name)}\n${struck(over)}\n${link('https://a.example/', label)}`;
      expect(spoken(readMrkdwn(source))).toBe([name, over, label].map(lookAlike).join('\n'));
    }),
  );
});
