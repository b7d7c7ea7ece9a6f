/** What somebody else's task waits for, on the page of whoever is asked for it: when it is expected, and that it is there. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOf, sidewaysOf, useBrowser } from '../support/browser.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { sandboxOf } from '../support/sandbox.ts';
import { colleagues, readyDeal, signInAs } from '../support/story.ts';
import { until } from '../support/until.ts';

const pictures = join(import.meta.dirname, 'screenshots', 'actual');
const { visit } = useBrowser();
const what = 'A room for the kickoff';

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance?.stop());

it('is answered by two buttons, which leave the task itself alone', async () => {
  const { url } = instance;
  const sandbox = sandboxOf(url);
  const mira = await signInAs(url, sandbox, colleagues.mira);
  const { id: dealId } = await sandbox.createDeal(readyDeal('Harbor Books', 'harborbooks.example'));
  await sandbox.moveDeal(dealId, 'won');
  const { id, tasks } = await mira.onboardingOf('Harbor Books', 'draft');
  await mira.does('publish', id, {});
  const ours = tasks.find(({ side, visibility }) => side === 'team' && visibility === 'shared');
  const lena = tasks.find(({ key }) => key === 'fill-intake')?.owner;
  if (!ours || !lena?.id) throw new Error('the standard playbook has these tasks');
  await mira.does('block', ours.id, { what, side: 'customer', personId: lena.id });
  await sandbox.forward(5);
  const { text } = await sandbox.mailTo('lena@harborbooks', /Blocked|A room for the kickoff/);
  const [, link = ''] = /A room for the kickoff[\s\S]*?(https?:\/\/\S+\/t\/[\w-]+)/.exec(text ?? '') ?? [];
  const blocker = async () => (await mira.onboarding(id)).blockers.find((one) => one.what === what);

  for (const theme of ['light', 'dark'] as const) {
    const { page, context } = await visit({ theme, width: 390, height: 800 });
    await page.goto(link);
    await page.getByRole('button', { name: 'It is resolved' }).waitFor();
    expect(await page.getByRole('button', { name: 'Something else' }).count()).toBe(0);
    await page.screenshot({ path: join(pictures, `missing.phone.${theme}.png`), fullPage: true });
    expect([...(await findingsOf(page)), ...(await sidewaysOf(page))]).toEqual([]);
    await page.getByRole('button', { name: 'New date' }).click();
    await page.getByLabel('On').waitFor();
    if (theme === 'light') {
      await page.getByRole('button', { name: 'Ask again then' }).click();
      await page.getByText('We ask again on that day').waitFor();
      await until('a new date', async () => (await blocker())?.expectedOn ?? undefined);
    } else {
      await page.getByRole('dialog').press('Escape');
      await page.getByRole('button', { name: 'It is resolved' }).click();
      await until('it is there', async () => (await blocker())?.resolvedAt ?? undefined);
      await page.getByRole('heading', { name: 'Thank you: nothing is left' }).waitFor();
    }
    await context.close();
  }
  const { status } = (await mira.onboarding(id)).tasks.find((one) => one.id === ours.id) ?? {};
  expect(status).toMatch(/pending|in_progress/);
});
