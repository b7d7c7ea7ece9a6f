import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { App } from './smoke-app.ts';

export type Check = (name: string, hasPassed: boolean, detail?: string) => void;

const deals = z.object({ deals: z.array(z.object({ id: z.string(), name: z.string(), contacts: z.number() })) });
const mails = z.object({ mails: z.array(z.object({ id: z.string(), to: z.array(z.string()), subject: z.string() })) });
const mail = z.object({ text: z.string() });
const portfolio = z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })) });

const signInAs = 'ana.sousa@northwind-crm.example';

/** What a person would try first, against a running app that has nothing in it yet. */
export async function runScenario(app: App, check: Check): Promise<void> {
  const person = createPerson(app.baseUrl);
  const health = await fetch(`${app.baseUrl}/healthz`);
  check('GET /healthz answers 200', health.status === 200);
  const page = await fetch(`${app.baseUrl}/console`);
  check('the console is served', (await page.text()).includes('<div id="root"'));

  await person.signIn();
  const { deals: offered } = deals.parse(await person.get('/sandbox/api/hubspot/deals'));
  const deal = offered.find(({ name, contacts }) => name.includes('Growth plan') && contacts > 1);
  if (!deal) return check('the sandbox has a deal to win', false);
  await person.post(`/sandbox/api/hubspot/deals/${deal.id}/stage`, { to: 'won' });
  const drafted = await until(async () => portfolio.parse(await person.get('/api/v1/onboardings')).items[0]);
  check('a signed webhook becomes a draft plan', drafted?.status === 'draft', drafted?.status);
  if (!drafted) return;

  await person.post(`/api/v1/onboardings/${drafted.id}/publish`, {});
  const token = await until(async () => {
    await person.post('/sandbox/api/clock', { toNext: true });
    const { mails: received } = mails.parse(await person.get('/sandbox/api/mailbox/mails'));
    for (const { id } of received.filter(({ to }) => !to[0]?.endsWith('northwind-crm.example'))) {
      const { text } = mail.parse(await person.get(`/sandbox/api/mailbox/mails/${id}`));
      const found = /\/t\/([\w-]+)/.exec(text)?.[1];
      if (found) return found;
    }
    return undefined;
  });
  check('the published plan sends the customer a nudge with a link', token !== undefined);
  const task = token ? await fetch(`${app.baseUrl}/api/v1/task-links/${token}`) : undefined;
  check('its link opens the task', task?.status === 200, String(task?.status));
}

/** Somebody with a browser's manners: a cookie, and an Origin on what changes something. */
function createPerson(baseUrl: string) {
  const origin = baseUrl.replace('127.0.0.1', 'localhost');
  let cookie = '';
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { origin, cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    return text === '' ? undefined : JSON.parse(text);
  };
  const get = (path: string): Promise<unknown> => send('GET', path);
  const post = (path: string, body: object): Promise<unknown> => send('POST', path, body);
  return {
    get,
    post,
    async signIn() {
      await post('/api/v1/auth/sign-in', { email: signInAs });
      const token = await until(async () => {
        const [first] = mails.parse(await get('/sandbox/api/mailbox/mails')).mails;
        if (!first) return undefined;
        return /token=([\w-]+)/.exec(mail.parse(await get(`/sandbox/api/mailbox/mails/${first.id}`)).text)?.[1];
      });
      await post('/api/v1/auth/sessions', { token });
    },
  };
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await delay(100);
  }
  return undefined;
}
