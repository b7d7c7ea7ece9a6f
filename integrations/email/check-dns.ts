/** What the DNS says of mail that goes out as ours. What receivers make of it, only they know. */
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolveTxt as resolveTxtByDns } from 'node:dns/promises';
import { z } from 'zod';
import type { MailConfig } from '../../src/config/config.ts';
import type { CheckResult } from '../ports.ts';

export type ResolveTxt = (name: string) => Promise<string[][]>;

const good = (name: string, detail: string): CheckResult => ({ name, ok: true, detail, fix: null });
const bad = (name: string, detail: string, fix: string): CheckResult => ({ name, ok: false, detail, fix });

const dnsError = z.object({ code: z.string() });
/** the name is not there, or has no such record */
const missing = new Set(['ENOTFOUND', 'ENODATA']);
/** no domain of the world */
const local = /(^|\.)(localhost|example|test|invalid|local|internal)$/i;

export async function checkDns(config: MailConfig, resolveTxt: ResolveTxt = resolveTxtByDns): Promise<CheckResult[]> {
  const domain = config.from.slice(config.from.indexOf('@') + 1);
  if (local.test(domain))
    return [good('Mail in the DNS', `${domain} is no domain of the world: nothing was looked up`)];
  const look = lookUp(resolveTxt);
  return Promise.all([
    ...(config.dkim ? [look(...dkimOf(config.dkim))] : []),
    // Postmark puts an envelope sender of its own in place of ours
    ...(config.isPostmark ? [] : [look(...spfOf(config.bounceDomain))]),
    look(...dmarcOf(domain)),
  ]);
}

type Question = [title: string, name: string, judge: (records: readonly string[]) => CheckResult];

const lookUp =
  (resolveTxt: ResolveTxt) =>
  async (...[title, name, judge]: Question): Promise<CheckResult> => {
    try {
      return judge((await resolveTxt(name)).map((parts) => parts.join('')));
    } catch (error) {
      const { data } = dnsError.safeParse(error);
      if (data && missing.has(data.code)) return judge([]);
      return good(title, `${name} could not be looked up from here (${data?.code ?? 'no answer'})`);
    }
  };

function dkimOf({ domain, selector, keyFile }: NonNullable<MailConfig['dkim']>): Question {
  const [title, name] = ['Mail signature in the DNS (DKIM)', `${selector}._domainkey.${domain}`];
  const key = createPublicKey(readFileSync(keyFile, 'utf8')).export({ type: 'spki', format: 'der' }).toString('base64');
  const record = `${name} TXT "v=DKIM1; k=rsa; p=${key}"`;
  return [
    title,
    name,
    (records) => {
      const published = records.map((text) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replaceAll(/\s/g, ''));
      if (published.includes(key)) return good(title, `${name} holds our key`);
      return published.every((one) => one === undefined)
        ? bad(title, `${name} holds no key, so signatures are not valid`, `Publish ${record}`)
        : bad(title, `${name} holds another key than MAIL_DKIM_KEY_FILE`, `Publish ${record}`);
    },
  ];
}

function spfOf(domain: string): Question {
  const title = 'Who may send (SPF)';
  return [
    title,
    domain,
    (records) => {
      const found = records.filter((text) => /^v=spf1(\s|$)/i.test(text));
      const [record] = found;
      if (found.length > 1)
        return bad(title, `${domain} has ${found.length} SPF records, which counts as none`, 'Leave one');
      return record === undefined
        ? bad(
            title,
            `${domain}, to which bounces go, says nothing`,
            `Publish ${domain} TXT "v=spf1 …" with your mail server`,
          )
        : good(title, `${domain} says ${record}; that it names your mail server is not checked`);
    },
  ];
}

function dmarcOf(domain: string): Question {
  const [title, name] = ['What receivers do with forged mail (DMARC)', `_dmarc.${domain}`];
  return [
    title,
    name,
    (records) => {
      const record = records.find((text) => /^v=DMARC1(\s|;|$)/i.test(text));
      return record === undefined
        ? bad(
            title,
            `${name} is missing; Gmail and Yahoo ask for it`,
            `Publish ${name} TXT "v=DMARC1; p=none; rua=mailto:…"`,
          )
        : good(title, `${name} says ${record}`);
    },
  ];
}
