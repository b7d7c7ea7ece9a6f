import { describe, expect, it } from 'vitest';
import { isMachineAgent } from '../../../src/domain/machine-open.ts';
import { makeOpenToken, readOpenToken } from '../../../src/usecases/messages/open-token.ts';

const secret = 'a secret of thirty-two characters';
const messageId = '0190d3f0-0000-7000-8000-0000000000ff';

describe('the name of a mail’s image', () => {
  it('leads to its message alone', () => {
    const token = makeOpenToken(messageId, secret);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(readOpenToken(token, secret)).toBe(messageId);
  });

  it.each([
    ['another secret', makeOpenToken(messageId, 'another secret of thirty-two chars')],
    ['a changed letter', makeOpenToken(messageId, secret).replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))],
    ['a part', makeOpenToken(messageId, secret).slice(0, 20)],
    ['nothing', ''],
  ])('is not believed with %s', (_name, token) => expect(readOpenToken(token, secret)).toBeNull());
});

describe('whoever loads an image', () => {
  it.each([
    ['Apple’s privacy relay', 'Mozilla/5.0'],
    ['Gmail’s proxy', 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'],
    ['Yahoo’s proxy', 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'],
    ['a scanner', 'Barracuda Sentinel (EE)'],
    ['a script', 'python-requests/2.32.3'],
    ['nobody', null],
  ])('is a machine: %s', (_name, agent) => expect(isMachineAgent(agent)).toBe(true));

  it.each([
    ['Thunderbird', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0'],
    ['Outlook', 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.17830)'],
    [
      'a browser',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ],
  ])('may be its reader: %s', (_name, agent) => expect(isMachineAgent(agent)).toBe(false));
});
