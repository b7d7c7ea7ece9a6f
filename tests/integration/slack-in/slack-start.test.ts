/** `/gangway start`: the won deals without an onboarding, looked for while somebody types, and one of them started. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { signSlackRequest } from '../../../integrations/slack/signature.ts';
import { rememberConnection } from '../../../src/db/connections.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { publishPlaybooks } from '../../../src/usecases/publish-playbooks.ts';
import { type Sandbox, silent, startSandbox } from '../../contract/sandbox-server.ts';
import { signingSecret, useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
let sandbox: Sandbox;
let connectionId: string;
beforeAll(async () => {
  const { db, clock } = world;
  await publishPlaybooks({ playbooks: createPlaybookStore(db), clock, logger: silent }, 'playbooks');
  sandbox = await startSandbox();
  const account = { provider: 'hubspot' as const, accountId: '4711', name: 'HubSpot' };
  ({ id: connectionId } = await rememberConnection(db, account, new Date()));
});
afterAll(() => sandbox.stop());
beforeEach(() => void slackIn.deps.crms.set(connectionId, sandbox.hubspot().crm));

const optionsSchema = z.object({
  options: z.array(z.object({ value: z.string(), text: z.object({ text: z.string() }) })),
});
async function ask(text: string, userId = 'U1'): Promise<z.output<typeof optionsSchema>['options']> {
  const payload = {
    type: 'block_suggestion',
    team: { id: 'T1', domain: 'x' },
    user: { id: userId, name: 'u', team_id: 'T1' },
    action_id: 'won_deal',
    block_id: 'won_deal',
    value: text,
    view: { id: 'V1', hash: '1', app_installed_team_id: 'T1' },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signSlackRequest(signingSecret, timestamp, body);
  const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
  return optionsSchema.parse(await (await slackIn.post('options', body, headers)).json()).options;
}
async function start(text = ''): Promise<void> {
  const command = { command: '/gangway', text: `start ${text}`, trigger_id: newId() };
  const where = { team_id: 'T1', user_id: 'U1', channel_id: 'C1' };
  await slackIn.post('commands', new URLSearchParams({ ...command, ...where }).toString());
  await slackIn.settled();
}
const deal = async (name: string, isWon: boolean): Promise<string> => {
  const { id } = await sandbox.addDeal({ name });
  if (isWon) await sandbox.control('POST', `/deals/${id}/stage`, { to: 'won' });
  return id;
};
const member = async (): Promise<string> => {
  const id = await world.addPerson({ side: 'team', staff_role: 'member', name: 'Mira' });
  await slackIn.known(id);
  return id;
};
const said = (value: unknown): string => JSON.stringify(value);

it('offers won deals by name, starts one, names it with a link, and offers it no more', async () => {
  await member();
  const won = await deal('Harbor Freight', true);
  await deal('Harbor Lights', false);
  await start();
  const modal = slackIn.slack.updates.at(-1)?.modal;
  expect(said(modal)).toContain('external_select');
  // HubSpot's search lags behind
  const [offered] = await vi.waitFor(
    async () => z.tuple([optionsSchema.shape.options.element]).parse(await ask('harbor')),
    { timeout: 45_000, interval: 400 },
  );
  expect(offered?.value).toBe(`${connectionId}/${won}`);
  expect(offered?.text.text).toContain('Harbor Freight');
  if (modal) await slackIn.submit(modal, { won_deal: offered?.value ?? '' });
  await slackIn.settled();
  const [row] = await world.db.query<{ id: string }>('SELECT id FROM onboardings WHERE deal_id = $1', [won]);
  expect(slackIn.slack.ephemerals.at(-1)).toMatchObject({ channelId: 'C1', userId: 'U1' });
  expect(slackIn.slack.ephemerals.at(-1)?.text).toMatch(
    new RegExp(`^Started: <https://gangway.example/console/onboardings/${String(row?.id)}\\|Harbor Freight`),
  );
  expect(await ask('harbor')).toEqual([]);
  if (modal) await slackIn.submit(modal, { won_deal: offered?.value ?? '' });
  await slackIn.settled();
  expect(slackIn.slack.ephemerals.at(-1)?.text).toContain('has an onboarding already');
});

it('offers what was read where the CRM is away, and has chosen what the command names', async () => {
  await member();
  const snapshot = JSON.stringify({ name: 'Quiet Quarry', stageLabel: 'Closed won' });
  await world.db.query(
    `INSERT INTO deals (connection_id, deal_id, snapshot, is_won, no_onboarding_reason, read_at) VALUES ($1, '77', $2, true, 'A renewal', now())`,
    [connectionId, snapshot],
  );
  slackIn.deps.crms.set(connectionId, {
    ...sandbox.hubspot().crm,
    searchDeals: () => Promise.reject(new Error('away')),
  });
  expect(await ask('quarry')).toMatchObject([{ value: `${connectionId}/77` }]);
  expect(await ask('')).toMatchObject([{ value: `${connectionId}/77` }]);
  await start('quarry');
  expect(said(slackIn.slack.updates.at(-1)?.modal)).toContain('"initial_option":{"value":"' + connectionId + '/77"');
});

it('is for our people with a role of their own, asked again when it is sent', async () => {
  const won = await deal('Orchard Row', true);
  expect(await ask('orchard')).toEqual([]);
  await slackIn.known(world.customer);
  await start('orchard');
  expect(said(slackIn.slack.updates.at(-1)?.modal)).toContain('not yours');
  expect(await ask('orchard')).toEqual([]);
  const modal = {
    callbackId: 'start_onboarding',
    title: '',
    submit: null,
    close: null,
    privateMetadata: 'C1',
    blocks: [],
  };
  await slackIn.submit(modal, { won_deal: `${connectionId}/${won}` });
  await slackIn.settled();
  expect(await world.db.query('SELECT id FROM onboardings WHERE deal_id = $1', [won])).toEqual([]);
});
