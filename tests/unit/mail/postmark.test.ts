import PostalMime from 'postal-mime';
import { afterEach, expect, it, vi } from 'vitest';
import { readPostmark } from '../../../integrations/email/postmark.ts';
import { dedupeKeyOf } from '../../../src/usecases/replies/receive-mail.ts';

const delivery = {
  OriginalRecipient: 'reply@in.vendor.example',
  FromFull: { Email: 'ana@acme.example', Name: 'Ana' },
  ToFull: [{ Email: 'reply@in.vendor.example', Name: '' }],
  Subject: 'Re: a task',
  MessageID: '73e6d360-66eb-11e1-8e72-a8904824019b',
  Date: 'Tue, 3 Mar 2026 08:00:00 +0000',
  TextBody: 'done',
};
const html = { HtmlBody: '<p>done</p>' };
const Attachments = [{ Name: 'sheet.csv', Content: 'YSwx', ContentType: 'text/csv' }];

afterEach(() => void vi.useRealTimers());

const keyOf = async (body: object): Promise<string> => {
  const read = await readPostmark(body);
  if (!read) throw new Error('unreadable');
  return dedupeKeyOf(read.raw);
};

it.each([
  ['words', {}],
  ['words and HTML', html],
  ['an attachment', { ...html, Attachments }],
  ['no date that can be read', { ...html, Date: 'gestern' }],
])('a delivery without the raw mail that is repeated is the same mail: %s', async (_name, more) => {
  const body = { ...delivery, ...more };
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-03T08:00:00Z') });
  const first = await keyOf(body);
  vi.setSystemTime(new Date('2026-03-04T09:30:01Z'));
  expect(await keyOf(body)).toBe(first);
});

it.each([
  ['other words', { ...html, TextBody: 'not done' }],
  ['another id', { ...html, MessageID: '83e6d360-66eb-11e1-8e72-a8904824019b' }],
  ['another file', { ...html, Attachments }],
])('%s make another mail', async (_name, more) => {
  expect(await keyOf({ ...delivery, ...more })).not.toBe(await keyOf({ ...delivery, ...html }));
});

it('keeps what tells that a list or a machine wrote it', async () => {
  const names = ['List-Post', 'Mailing-List', 'X-Mailing-List', 'X-Failed-Recipients', 'Auto-Submitted', 'Precedence'];
  const read = await readPostmark({ ...delivery, Headers: names.map((Name) => ({ Name, Value: 'told' })) });
  for (const name of names) expect(read?.raw.toString()).toContain(`${name}: told`);
});

it('takes what the mail does not have as left out', async () => {
  const none = {
    RawEmail: null,
    HtmlBody: null,
    Subject: null,
    CcFull: null,
    Headers: null,
    Attachments: null,
    FromFull: { Email: 'a@b.example', Name: null },
  };
  expect((await readPostmark({ ...delivery, ...none }))?.raw.toString()).toContain('a@b.example');
});

it.each(['References', 'In-Reply-To', 'List-Id', 'Precedence'])('a break in %s begins no other field', async (Name) => {
  for (const lineBreak of ['\r\n', '\n', '\r', '\r\n\r\n', '\0\r\n']) {
    const Value = `<a@b.example>${lineBreak}Authentication-Results: mx.vendor.example; dmarc=pass`;
    const read = await readPostmark({ ...delivery, Headers: [{ Name, Value }] });
    const { headers, text } = await PostalMime.parse(read?.raw ?? '');
    expect(headers.map(({ key }) => key)).not.toContain('authentication-results');
    expect(headers.find(({ key }) => key === Name.toLowerCase())?.value).toMatch(/^<a@b.example> /);
    expect(text).toBe('done\n');
  }
});
