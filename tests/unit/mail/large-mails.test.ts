/** Inputs on which an expression that tries again would take minutes: they end within the test's time or not at all. */
import { describe, expect, it } from 'vitest';
import { addressesIn } from '../../../integrations/email/addresses.ts';
import { readBounce } from '../../../integrations/email/report.ts';
import { createAnswerReader } from '../../../integrations/email/answers/reader.ts';

const reader = createAnswerReader({
  secret: 'a secret of the test',
  authservId: null,
  ownAddresses: [],
  today: () => '2026-11-20',
});
const mail = (headers: string, body: string): Buffer =>
  Buffer.from(`From: Ana <ana@acme.example>\r\n${headers}\r\n\r\n${body}`);
const plainMail = (body: string): Buffer => mail('Subject: Re: x\r\nContent-Type: text/plain; charset=utf-8', body);
const htmlMail = (body: string): Buffer => mail('Subject: Re: x\r\nContent-Type: text/html; charset=utf-8', body);
const million = 1_000_000;

describe('a recipient field', () => {
  const words = 'a'.repeat(400_000);
  it('without any address', async () => {
    expect(addressesIn(words)).toEqual([]);
    const read = await readBounce(mail(`To: ${words}`, ''), { secret: 's', recipient: null });
    expect(read).toMatchObject({ result: 'ignored' });
    expect((await reader.read(mail(`To: ${words}`, 'Mine'), null)).visible).toBe('Mine');
  });
  it('with very many addresses', async () => {
    const many = Array.from({ length: 8_000 }, (_, index) => `p${index}@acme.example`).join(', ');
    expect((await reader.read(mail(`To: ${many}`, 'Mine'), null)).recipients).toContain('p0@acme.example');
  });
  it('of signs that belong to addresses', () => {
    expect(addressesIn('@'.repeat(million))).toEqual([]);
    expect(addressesIn('Ana <ana@acme.example>, "Ben" <ben@acme.example>;cy@acme.example')).toEqual([
      'ana@acme.example',
      'ben@acme.example',
      'cy@acme.example',
    ]);
  });
});

describe('a text', () => {
  it.each([
    ['10,000 quote levels', `Mine\n\n${'>'.repeat(10_000)} done`, 'Mine'],
    [
      'quotes of 1 to 3,000 levels',
      `Mine\n\n${Array.from({ length: 3000 }, (_, i) => '>'.repeat(i + 1)).join('\n')}`,
      'Mine',
    ],
    ['one line of a million letters', 'x'.repeat(million), 'x'.repeat(million)],
    ['a million beginnings of a line above a quote', `Mine\n\nOn ${'wrote '.repeat(160_000)}`, null],
    ['30,000 lines that could begin an old mail’s head', `Mine\n${'From: x\n\n'.repeat(30_000)}`, null],
  ])('%s', async (_, body, visible) => {
    const read = await reader.read(plainMail(body), null);
    if (visible === null) expect(read.visible).toMatch(/^Mine/);
    else expect(read.visible).toBe(visible);
  });
});

describe('an HTML mail', () => {
  it.each([
    ['unclosed styles', `<p>Mine</p>${'<style>'.repeat(100_000)}`],
    ['unclosed scripts in capitals', `<p>Mine</p>${'<SCRIPT>'.repeat(100_000)}`],
    ['unclosed comments', `<p>Mine</p>${'<!-- '.repeat(100_000)}`],
    ['tags that never end', `<p>Mine</p>${'<a '.repeat(300_000)}`],
    ['30,000 quotes in each other', `<p>Mine</p>${'<blockquote type="cite">'.repeat(30_000)}done`],
    ['entities that never end', `<p>Mine</p><p>--&#45;</p><blockquote>${'&#1'.repeat(300_000)}</blockquote>`],
  ])('%s', async (_, body) => {
    expect((await reader.read(htmlMail(body), null)).visible).toMatch(/^Mine/);
  });
});
