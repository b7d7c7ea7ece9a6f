import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../integrations/email/answers/words.ts';
import { createAnswerReader } from '../../../integrations/email/answers/reader.ts';
import { filesOf } from '../../../src/usecases/replies/mail-reader.ts';
import { expectedMails } from '../../fixtures/mails/expectations.ts';

const folder = new URL('../../fixtures/mails/', import.meta.url);
const today = '2026-11-20';
const reader = createAnswerReader({
  secret: 'a secret of the test',
  authservId: 'mx.northwind.example',
  ownAddresses: ['hello@northwind.example'],
  today: () => today,
});
const rawOf = (name: string): Buffer => readFileSync(new URL(`${name}.eml`, folder));

describe('the corpus of mails', () => {
  it('has an expectation for each', () => {
    const names = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -'.eml'.length)] : []));
    expect(names.toSorted()).toEqual(Object.keys(expectedMails).toSorted());
    expect(names.length).toBeGreaterThanOrEqual(60);
  });

  it.each(Object.entries(expectedMails))('%s', async (name, expected) => {
    const mail = await reader.read(rawOf(name), null);
    const reply = reader.readReply(mail.visible, { locale: 'en', today });
    const read = {
      kind: mail.class.kind,
      ...(mail.class.kind === 'absence' && { until: mail.class.until }),
      ...(mail.class.kind === 'absence' && expected.from !== undefined && { from: mail.class.from }),
      ...(expected.visible !== undefined && { visible: mail.visible }),
      ...(expected.reply !== undefined && { reply }),
      ...(expected.kind === 'person' && { files: filesOf(mail).map((file) => file.name) }),
    };
    expect(read).toEqual({ ...(expected.kind === 'person' && { files: [] }), ...expected });
    expect(mail.authentication.result).toBe('unknown');
  });
});

it.each([
  ['Tue, 3 Mar 2026 08:00:00 +1100', 'I am out of the office until tomorrow.', '2026-03-04'],
  ['Mon, 2 Mar 2026 18:00:00 -0800', 'Out of office, I will be back tomorrow.', '2026-03-02'],
  ['Tue, 3 Mar 2026 08:00:00 +1300 (NZDT)', 'Abwesenheit: ich bin ab morgen wieder da.', '2026-03-03'],
  ['Mon, 2 Mar 2026 23:30 EST', 'I am out of the office until tomorrow.', '2026-03-03'],
  ['yesterday', 'I am out of the office until tomorrow.', '2026-11-21'],
])('an absence note counts from the day its sender wrote it, %s: %s', async (date, said, until) => {
  const head = `From: Ana <ana@acme.example>\r\nTo: reply@northwind.example\r\nDate: ${date}\r\nAuto-Submitted: auto-replied`;
  const mail = await reader.read(
    Buffer.from(`${head}\r\nSubject: Automatic reply: Your tasks\r\n\r\n${said}\r\n`),
    null,
  );
  expect(mail.class).toMatchObject({ kind: 'absence', until });
});

/** Each way in which programs quote, around words that would act if they were the sender's. */
const quotes: [string, (said: string, quoted: string) => { type: string; body: string }][] = [
  [
    'marks',
    (said, quoted) => text(`${said}\n\nOn Fri, Nov 20, 2026 at 9:00 AM Northwind <a@b.example> wrote:\n\n> ${quoted}`),
  ],
  ['no marks', (said, quoted) => text(`${said}\n\nLe 20/11/2026 à 09:00, Northwind a écrit :\n\n${quoted}`)],
  ['levels', (said, quoted) => text(`${said}\n\n>> ${quoted}\n> > ${quoted}\n>>>${quoted}`)],
  ['a divider', (said, quoted) => text(`${said}\n\n-----Original Message-----\n${quoted}`)],
  ['a rule', (said, quoted) => text(`${said}\n\n________________________________\n${quoted}`)],
  ['a head', (said, quoted) => text(`${said}\n\nVon: Ana\nGesendet: Freitag\n\n${quoted}`)],
  ['our marker', (said, quoted) => text(`${said}\n\n##- Please write above this line -##\n\n${quoted}`)],
  ['a signature', (said, quoted) => text(`${said}\n-- \n${quoted}`)],
  ['a phone’s signature', (said, quoted) => text(`${said}\n\nSent from my iPhone\n\n${quoted}`)],
  ['blockquote', (said, quoted) => html(`<p>${said}</p><blockquote type="cite"><p>${quoted}</p></blockquote>`)],
  ['an open blockquote', (said, quoted) => html(`<p>${said}</p><blockquote><div><p>${quoted}`)],
  ['Outlook’s mark', (said, quoted) => html(`<p>${said}</p><div id="divRplyFwdMsg"></div><p>${quoted}</p>`)],
  ['Yahoo’s mark', (said, quoted) => html(`<p>${said}</p><div class="yahoo_quoted"><p>${quoted}</p></div>`)],
];
const text = (body: string): { type: string; body: string } => ({ type: 'text/plain', body });
const html = (body: string): { type: string; body: string } => ({ type: 'text/html', body });

describe('what is quoted never acts', () => {
  const acting = fc.constantFrom(
    ...Object.values(languages).flatMap(({ complete, block, snooze }) => [...complete, ...block, ...snooze]),
  );
  const said = fc.constantFrom('', 'We are on it.', 'Wir melden uns.', 'À voir', 'Lo miramos');

  it.each(quotes)('with %s', async (_, quote) => {
    await fc.assert(
      fc.asyncProperty(said, acting, fc.integer({ min: 1, max: 3 }), async (own, quoted, times) => {
        const { type, body } = quote(own, Array.from({ length: times }, () => quoted).join('. '));
        const raw = `From: ana@acme.example\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}\r\n`;
        const { visible } = await reader.read(Buffer.from(raw), null);
        expect(visible).toBe(own);
        expect(reader.readReply(visible, { locale: 'en', today })).toEqual({ kind: 'comment' });
      }),
      { numRuns: 40 },
    );
  });
});
