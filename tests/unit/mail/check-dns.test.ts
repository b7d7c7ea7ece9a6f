import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDns } from '../../../integrations/email/check-dns.ts';
import type { MailConfig } from '../../../src/config/config.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const keyFile = join(mkdtempSync(join(tmpdir(), 'dkim-')), 'key.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));

const config: MailConfig = {
  smtpUrl: 'smtps://mail.vendor.com',
  from: 'onboarding@vendor.com',
  fromName: 'Vendor',
  bounceDomain: 'bounces.vendor.com',
  bounceSecret: null,
  tracksOpens: false,
  isPostmark: false,
  dkim: { domain: 'vendor.com', selector: 'gangway', keyFile },
};
const right: Record<string, string[][]> = {
  // long records come in parts
  'gangway._domainkey.vendor.com': [['v=DKIM1; k=rsa; ', `p=${key.slice(0, 200)}`, key.slice(200)]],
  'bounces.vendor.com': [['google-site-verification=1'], ['v=spf1 include:mail.vendor.com -all']],
  '_dmarc.vendor.com': [['v=DMARC1; p=quarantine']],
};
const against =
  (records: Record<string, string[][]>, code = 'ENODATA') =>
  (name: string) =>
    records[name] ? Promise.resolve(records[name]) : Promise.reject(Object.assign(new Error(name), { code }));
const failing = async (records: Record<string, string[][]>, change: Partial<MailConfig> = {}) =>
  (await checkDns({ ...config, ...change }, against(records))).filter(({ ok }) => !ok);

describe('mail in the DNS', () => {
  it('is good with our key, one SPF record and a DMARC policy', async () => {
    const found = await checkDns(config, against(right));
    expect(found.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(found[1]?.detail).toContain('v=spf1 include:mail.vendor.com -all');
  });

  it('names each record that is missing, as it is to be published', async () => {
    const found = await failing({});
    expect(found.map(({ fix }) => fix)).toEqual([
      `Publish gangway._domainkey.vendor.com TXT "v=DKIM1; k=rsa; p=${key}"`,
      expect.stringContaining('bounces.vendor.com TXT "v=spf1'),
      expect.stringContaining('_dmarc.vendor.com TXT "v=DMARC1'),
    ]);
  });

  it('tells another key and a second SPF record', async () => {
    const found = await failing({
      ...right,
      'gangway._domainkey.vendor.com': [['v=DKIM1; p=MIIB']],
      'bounces.vendor.com': [['v=spf1 a -all'], ['v=spf1 mx -all']],
    });
    expect(found.map(({ detail }) => detail)).toEqual([
      'gangway._domainkey.vendor.com holds another key than MAIL_DKIM_KEY_FILE',
      'bounces.vendor.com has 2 SPF records, which counts as none',
    ]);
  });

  it('asks neither for a key that we do not use nor for the envelope sender of Postmark', async () => {
    const found = await checkDns({ ...config, dkim: null, isPostmark: true }, against(right));
    expect(found.map(({ name }) => name)).toEqual(['What receivers do with forged mail (DMARC)']);
  });

  it('complains of nothing that it could not look up, and looks up no domain that is not in the world', async () => {
    const unreachable = await checkDns(config, against({}, 'ETIMEOUT'));
    expect(unreachable.every(({ ok, detail }) => ok && detail.includes('could not be looked up from here'))).toBe(true);
    expect(await checkDns({ ...config, from: 'a@vendor.example' }, against({}))).toMatchObject([{ ok: true }]);
  });
});
