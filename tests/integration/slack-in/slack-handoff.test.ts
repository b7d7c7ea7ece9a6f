/** The sales handoff as a modal: opened from the nudge and by command, saved by whoever may. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { SlackModal } from '../../../integrations/ports-slack.ts';
import { createPlaybookStore } from '../../../src/db/playbook-store.ts';
import { loadPlaybookFolder } from '../../../src/usecases/playbook-files.ts';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
let field = '';

beforeEach(async () => {
  const read = (await loadPlaybookFolder('playbooks')).find(({ file }) => file === 'standard-mid-market.yaml');
  if (!read?.parsed.ok) throw new Error('the playbook cannot be read');
  const { playbook } = read.parsed;
  field = playbook.handoff.fields.find(({ required }) => required)?.key ?? '';
  const now = world.clock.now();
  const { versionId } = await createPlaybookStore(world.db).publish({ playbook, source: read.source, now, byId: null });
  const deal = { name: 'Acme', products: [], fields: {} };
  await world.db.query(
    `UPDATE onboardings SET status = 'handoff', playbook_version_id = $2, deal = $3, handoff = '{}' WHERE id = $1`,
    [world.onboardingId, versionId, JSON.stringify(deal)],
  );
});

async function someone(change: Record<string, unknown>, role: string | null = null): Promise<string> {
  const id = await world.addPerson(change);
  await slackIn.known(id);
  if (role !== null)
    await world.db.query(
      'INSERT INTO members (id, onboarding_id, role, person_id) VALUES (gen_random_uuid(), $1, $2, $3)',
      [world.onboardingId, role, id],
    );
  return id;
}
async function opened(): Promise<SlackModal> {
  await slackIn.press('open_handoff', world.onboardingId);
  await slackIn.settled();
  const modal = slackIn.slack.updates.at(-1)?.modal;
  if (!modal) throw new Error('no modal was filled');
  return modal;
}
const handoff = async (): Promise<Record<string, string>> =>
  (await world.row<{ handoff: Record<string, string> }>('onboardings', world.onboardingId)).handoff;

describe('the handoff form', () => {
  it('asks sales for what is missing, and saves what they know', async () => {
    const seller = await someone({ side: 'team', name: 'Sally Seller' }, 'crm.owner');
    const modal = await opened();
    expect(modal).toMatchObject({ callbackId: 'handoff', submit: 'Save' });
    expect(JSON.stringify(modal.blocks)).toContain(`"block_id":"${field}"`);
    const refused = await slackIn.submit(modal, { [field]: '  ' });
    expect(await refused.json()).toMatchObject({
      response_action: 'errors',
      errors: { [field]: 'Please fill in at least one' },
    });
    await slackIn.submit(modal, { [field]: 'What they told us' });
    await slackIn.settled();
    expect(await handoff()).toEqual({ [field]: 'What they told us' });
    const [activity] = await world.db.query(`SELECT actor_id, data FROM activity WHERE kind = 'handoff_filled'`);
    expect(activity).toMatchObject({ actor_id: seller, data: { via: 'slack' } });
    expect(JSON.stringify((await opened()).blocks)).not.toContain(`"block_id":"${field}"`);
  });

  it('opens by command as well', async () => {
    await someone({ side: 'team', staff_role: 'member' });
    const fields = { command: '/gangway', team_id: 'T1', user_id: 'U1', channel_id: 'C1' };
    const command = async (text: string) => {
      const body = new URLSearchParams({ ...fields, text, trigger_id: text });
      await slackIn.post('commands', body.toString());
      await slackIn.settled();
      return slackIn.slack.updates.at(-1)?.modal;
    };
    expect((await command('handoff acme'))?.callbackId).toBe('handoff');
    await world.db.query(`UPDATE onboardings SET status = 'active'`);
    expect(JSON.stringify(await command('handoff acme onboarding'))).toContain('No sales handoff that you may see');
  });

  it.each([
    ['a member', { side: 'team', staff_role: 'member' }, null, true],
    ['sales without a role of ours', { side: 'team' }, 'crm.owner', true],
    ['a viewer', { side: 'team', staff_role: 'viewer' }, null, false],
    ['ours without a part', { side: 'team' }, null, false],
    ['a customer', { side: 'customer' }, 'customer.it', false],
    ['a customer in the wrong role', { side: 'customer' }, 'crm.owner', false],
  ])('for %s', async (_, change, role, isAllowed) => {
    await someone(change, role);
    expect((await opened()).callbackId === 'handoff').toBe(isAllowed);
    // nor by a modal that was opened by somebody else
    const metadata = JSON.stringify({ onboardingId: world.onboardingId, locale: 'en' });
    await slackIn.submit(
      { callbackId: 'handoff', privateMetadata: metadata, title: '', submit: null, close: null, blocks: [] },
      { [field]: 'x' },
    );
    await slackIn.settled();
    expect(await handoff()).toEqual(isAllowed ? { [field]: 'x' } : {});
  });

  it('is over once the onboarding is', async () => {
    await someone({ side: 'team', staff_role: 'member' });
    await world.db.query(`UPDATE onboardings SET status = 'cancelled' WHERE id = $1`, [world.onboardingId]);
    expect(JSON.stringify((await opened()).blocks)).toContain('not possible any more');
  });
});
