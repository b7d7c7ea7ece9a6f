/** What the sandbox page does, for stories: deals, mails, the clock, faults. Answers are checked by the contracts. */
import { z } from 'zod';
import {
  type createSandboxDealSchema,
  type sandboxFaultsSchema,
  type sandboxWebhooksSchema,
  sandboxDealListSchema,
  sandboxDealSchema,
} from '../../src/contracts/sandbox/hubspot.ts';
import {
  type sandboxMailFaultsSchema,
  sandboxMailListSchema,
  sandboxMailSchema,
} from '../../src/contracts/sandbox/mailbox.ts';
import { addDays } from '../../src/domain/local-date.ts';
import { until } from './until.ts';

export type SandboxDeal = z.infer<typeof sandboxDealSchema>;
export type SandboxMail = z.infer<typeof sandboxMailSchema>;
export type Sandbox = ReturnType<typeof sandboxOf>;

const clockSchema = z.object({
  now: z.string(),
  nextAt: z.string().nullable(),
  stillBusy: z.array(z.string()).optional(),
});

export function sandboxOf(url: string) {
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox/api${path}`, {
      method,
      headers: { origin: url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const clock = async () => clockSchema.parse(await call('GET', '/clock'));
  /** On a busy machine it stops where something is not done in time, and goes on from there. */
  const moveTo = (instant: string) =>
    until(`the clock at ${instant}`, async () => {
      const moved = clockSchema.parse(await call('POST', '/clock', { advanceTo: instant }));
      return moved.stillBusy?.length ? undefined : moved;
    });
  const mailsTo = async (address: string) => {
    const { mails } = sandboxMailListSchema.parse(await call('GET', '/mailbox/mails'));
    return mails.filter(({ to }) => to.some((one) => one.toLowerCase().includes(address.toLowerCase())));
  };
  return {
    call,
    async deals() {
      return sandboxDealListSchema.parse(await call('GET', '/hubspot/deals')).deals;
    },
    async deal(id: string): Promise<SandboxDeal> {
      return sandboxDealSchema.parse(await call('GET', `/hubspot/deals/${id}`));
    },
    async createDeal(deal: z.input<typeof createSandboxDealSchema>): Promise<SandboxDeal> {
      return sandboxDealSchema.parse(await call('POST', '/hubspot/deals', deal));
    },
    moveDeal: (id: string, to: string) => call('POST', `/hubspot/deals/${id}/stage`, { to }),
    setProperties: (id: string, properties: Record<string, string | null>) =>
      call('PATCH', `/hubspot/deals/${id}`, { properties }),
    setFaults: (faults: z.input<typeof sandboxFaultsSchema>) => call('PUT', '/hubspot/faults', faults),
    setWebhooks: (webhooks: z.input<typeof sandboxWebhooksSchema>) => call('PUT', '/hubspot/webhooks', webhooks),
    setMailFaults: (faults: z.input<typeof sandboxMailFaultsSchema>) => call('PUT', '/mailbox/faults', faults),
    scan: (mailId: string) => call('POST', `/mailbox/mails/${mailId}/scan`, {}),
    async now() {
      return (await clock()).now;
    },
    /** the day that it is, by UTC, or so many days later */
    async day(later = 0) {
      return addDays((await clock()).now.slice(0, 10), later);
    },
    toNext: async () => clockSchema.parse(await call('POST', '/clock', { toNext: true })),
    forward: async (days: number) =>
      moveTo(new Date(Date.parse((await clock()).now) + days * 86_400_000).toISOString()),
    forwardTo: moveTo,
    mailsTo,
    async mail(id: string): Promise<SandboxMail> {
      return sandboxMailSchema.parse(await call('GET', `/mailbox/mails/${id}`));
    },
    /** The newest mail to somebody whose subject or text fits, once it is there. */
    async mailTo(address: string, fits: RegExp): Promise<SandboxMail> {
      return until(`a mail to ${address} that fits ${fits}`, async () => {
        for (const { id } of await mailsTo(address)) {
          const mail = sandboxMailSchema.parse(await call('GET', `/mailbox/mails/${id}`));
          if (fits.test(mail.subject) || fits.test(mail.text ?? '')) return mail;
        }
        return undefined;
      });
    },
  };
}

/** A link of a mail whose address fits. */
export function linkIn(mail: SandboxMail, fits: RegExp): string {
  const found = mail.links.find(({ url }) => fits.test(url));
  if (!found) throw new Error(`"${mail.subject}" has no link that fits ${fits}:\n${mail.text ?? ''}`);
  return found.url;
}
