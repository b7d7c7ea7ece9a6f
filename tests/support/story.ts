/** A colleague at the API, signed in by the mailed link as people do; answers are checked by the contracts. */
import type { z } from 'zod';
import type { CommandName, CommandSubject } from '../../src/contracts/api/commands.ts';
import { commands } from '../../src/contracts/api/commands.ts';
import { onboardingView } from '../../src/contracts/api/onboarding-views.ts';
import { getLedger } from '../../src/contracts/api/ledger.ts';
import * as contracts from '../../src/contracts/api/onboardings.ts';
import { getQueue } from '../../src/contracts/api/work.ts';
import { addDays } from '../../src/domain/local-date.ts';
import { linkIn, type Sandbox } from './sandbox.ts';
import { storyStart } from './story-start.ts';
import { until } from './until.ts';

export type OnboardingView = z.infer<typeof onboardingView>;
export type Colleague = Awaited<ReturnType<typeof signInAs>>;

export const colleagues = {
  mira: 'mira.lindqvist@northwind-crm.example',
  ana: 'ana.sousa@northwind-crm.example',
  jonas: 'jonas.weber@northwind-crm.example',
};

const plural: Record<CommandSubject, string> = {
  onboarding: 'onboardings',
  task: 'tasks',
  milestone: 'milestones',
  phase: 'phases',
  blocker: 'blockers',
  'integration-item': 'integration-items',
  'check-in': 'check-ins',
};

export async function signInAs(url: string, sandbox: Sandbox, email: string) {
  const link = await askForSignIn(url, sandbox, email);
  const answer = await fetch(`${url}/api/v1/auth/sessions`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ token: new URL(link).searchParams.get('token') }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (!answer.ok || cookie === undefined) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);

  const send = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  const read = async <S extends z.ZodType>(path: string, shape: S): Promise<z.infer<S>> => {
    const { status, body } = await send('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return shape.parse(body);
  };
  const list = (search: string) =>
    read(`/onboardings?search=${encodeURIComponent(search)}`, contracts.listOnboardings.response);
  return {
    /** for a browser that is to be signed in as well */
    cookie,
    send,
    list,
    onboarding: (id: string) => read(`/onboardings/${id}`, onboardingView),
    nudges: (id: string) => read(`/onboardings/${id}/nudges?limit=200`, contracts.getNudges.response),
    story: (id: string) => read(`/onboardings/${id}/story?limit=200`, contracts.getStory.response),
    ledger: (id: string) => read(`/ledger?onboardingId=${id}&limit=200`, getLedger.response),
    queue: () => read('/queue', getQueue.response),
    async does<N extends CommandName>(name: N, id: string, input: z.input<(typeof commands)[N]['input']>) {
      const { status, body } = await send('POST', `/${plural[commands[name].subject]}/${id}/${name}`, input);
      if (status !== 200) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
    },
    /** The onboarding of a company once it is in one of these states. */
    onboardingOf: (company: string, ...states: string[]): Promise<OnboardingView> =>
      until(`an onboarding of ${company} in ${states.join(' or ')}`, async () => {
        const { items } = await list(company);
        const found = items.find(({ status }) => states.includes(status));
        return found && (await read(`/onboardings/${found.id}`, onboardingView));
      }),
  };
}

/** @returns the address in the mail */
async function askForSignIn(url: string, sandbox: Sandbox, email: string): Promise<string> {
  const before = new Set((await sandbox.mailsTo(email)).map(({ id }) => id));
  await fetch(`${url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { origin: url, 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const mail = await until(`a sign-in mail to ${email}`, async () =>
    (await sandbox.mailsTo(email)).find(({ id, subject }) => !before.has(id) && /sign/i.test(subject)),
  );
  return linkIn(await sandbox.mail(mail.id), /sign-in/);
}

/** Of each deal below: soon after its story begins. */
export const contractStartOn = addDays(storyStart(new Date()).toISOString().slice(0, 10), 9);

/** A deal with all that sales passes on. */
export const readyDeal = (company: string, domain: string) => ({
  name: `${company} – Growth plan`,
  ownerId: '78112340',
  properties: {
    amount: '24000',
    dealtype: 'newbusiness',
    purchased_for: 'Their support team answers the same questions twice a day.',
    success_criteria: 'Half as many repeated questions by March.',
    implementation_notes: 'The head of IT was against a new tool.',
    contract_term_months: '12',
    contract_start_date: contractStartOn,
  },
  company: { name: company, domain, country: 'DE', timezone: 'Europe/Berlin' },
  contacts: [
    { email: `lena@${domain}`, firstName: 'Lena', lastName: 'Vogt', label: 'Project lead', timezone: 'Europe/Berlin' },
    { email: `samir@${domain}`, firstName: 'Samir', lastName: 'Haddad', label: 'Executive sponsor' },
    { email: `ute@${domain}`, firstName: 'Ute', lastName: 'Brandt', label: 'Administrator' },
  ],
  lineItems: [{ name: 'Growth plan', quantity: 40, price: 50 }],
});
