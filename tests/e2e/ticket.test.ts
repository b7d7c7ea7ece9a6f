/** A task that is worked on in Jira: closed there, it is done here, and whoever waited for it hears that they can start. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxIssuesSchema } from '../../src/contracts/sandbox/jira.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { type Sandbox, sandboxOf } from '../support/sandbox.ts';
import { type Colleague, colleagues, readyDeal, signInAs } from '../support/story.ts';
import { toldTo } from '../support/told.ts';
import { until } from '../support/until.ts';

const company = 'Quarry Tools';
const domain = 'quarry-tools.example';

let folder: string;
let instance: Instance;
let sandbox: Sandbox;
let mira: Colleague;
let onboardingId: string;

/** The shipped playbook, with one task that is worked on in Jira. */
async function playbooksWithTicket(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gangway-playbooks-'));
  await cp('playbooks', copy, { recursive: true });
  const path = join(copy, 'standard-mid-market.yaml');
  const yaml = await readFile(path, 'utf8');
  const changed = yaml.replace(/(\n {6}send-kickoff-notes:\n {8}name: .*\n)/, '$1        ticket: jira\n');
  if (changed === yaml) throw new Error('the playbook has no such task any more');
  await writeFile(path, changed);
  return copy;
}

beforeAll(async () => {
  folder = await playbooksWithTicket();
  instance = await startInstance({ GANGWAY_PLAYBOOKS_DIR: folder });
  sandbox = sandboxOf(instance.url);
  mira = await signInAs(instance.url, sandbox, colleagues.mira);
  const { id } = await sandbox.createDeal(readyDeal(company, domain));
  await sandbox.moveDeal(id, 'won');
  onboardingId = (await mira.onboardingOf(company, 'draft')).id;
  await mira.does('publish', onboardingId, {});
});
afterAll(async () => {
  await instance?.stop();
  await rm(folder, { recursive: true, force: true });
});

const taskOf = async (key: string) => {
  const task = (await mira.onboarding(onboardingId)).tasks.find((one) => one.key === key);
  if (!task) throw new Error(`There is no task ${key}`);
  return task;
};
async function completeWhatIsReady(): Promise<void> {
  const { tasks } = await mira.onboarding(onboardingId);
  const ready = tasks.filter(({ isReady, status }) => isReady && status === 'pending');
  if (ready.length === 0) throw new Error('nothing is left to do before it');
  for (const { id } of ready) await mira.does('complete', id, {});
}
const issues = async () => sandboxIssuesSchema.parse(await sandbox.call('GET', '/jira/issues')).issues;

it('becomes an issue once it can be worked on, and hands on to the next owner when that is closed', async () => {
  const notes = await taskOf('send-kickoff-notes');
  expect((await issues()).map(({ taskId }) => taskId)).not.toContain(notes.id);
  while (!(await taskOf('send-kickoff-notes')).isReady) await completeWhatIsReady();
  const issue = await until('its issue', async () => (await issues()).find(({ taskId }) => taskId === notes.id));
  const next = await taskOf('agree-plan');
  expect(next.isReady).toBe(false);

  await sandbox.call('POST', `/jira/issues/${issue.key}`, { status: 'Done' });
  await until(
    'the task to be done here',
    async () => (await taskOf('send-kickoff-notes')).status === 'done' || undefined,
  );
  expect(await taskOf('agree-plan')).toMatchObject({ isReady: true, status: 'pending' });
  // at once means within the next working hours
  await sandbox.forward(3);
  const told = await toldTo(sandbox, `lena@${domain}`, new RegExp(next.name));
  expect(told.text).toContain(next.name);
  const { items } = await mira.nudges(onboardingId);
  expect(items).toContainEqual(
    expect.objectContaining({
      kind: 'task_ready',
      taskId: next.id,
      state: 'sent',
      rule: 'everything it waited for is done',
    }),
  );
});
