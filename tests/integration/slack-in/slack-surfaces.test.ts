/** Home tab, `/gangway`, unfurls and the handoff form behind the real door: who gets to see what. */
import { v7 as newId } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SlackBlock } from '../../../integrations/ports-slack.ts';
import { AppError } from '../../../src/errors.ts';
import { useSlackIn } from './slack-fixture.ts';

const slackIn = useSlackIn();
const { world } = slackIn;
const shown = { homes: new Map<string, SlackBlock[]>(), unfurls: [] as Record<string, unknown>[] };
const said = (value: unknown): string => JSON.stringify(value);

beforeEach(() => {
  shown.homes.clear();
  shown.unfurls = [];
  slackIn.slack.port.publishHome = (userId, blocks) => {
    shown.homes.set(userId, blocks);
    return Promise.resolve();
  };
  slackIn.slack.port.unfurl = (_ref, unfurls) => {
    shown.unfurls.push(unfurls);
    return Promise.resolve();
  };
});

const people = {
  member: { side: 'team', staff_role: 'member' },
  viewer: { side: 'team', staff_role: 'viewer' },
  'ours without a role': { side: 'team', staff_role: null },
  'lead of this customer': null,
  'another customer': { side: 'customer' },
  'a partner': { side: 'partner' },
} as const;
type Who = keyof typeof people;
const known = async (who: Who): Promise<string> => {
  const change = people[who];
  const id = change === null ? world.customer : await world.addPerson(change);
  await slackIn.known(id);
  return id;
};
const published = (): Promise<unknown> =>
  world.db.query(`UPDATE onboardings SET published_at = updated_at WHERE id = $1`, [world.onboardingId]);

async function home(userId = 'U1'): Promise<string> {
  await slackIn.event({ type: 'app_home_opened', user: userId, tab: 'home' });
  await slackIn.settled();
  return said(shown.homes.get(userId));
}
async function gangway(text: string, change = {}): Promise<string> {
  const asked = { command: '/gangway', text, team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: newId() };
  const fields = { ...asked, ...change };
  await slackIn.post('commands', new URLSearchParams(fields).toString());
  await slackIn.settled();
  return said(slackIn.slack.ephemerals.at(-1)?.blocks);
}
const linkTo = (id: string): string => `https://gangway.example/console/onboardings/${id}`;
async function share(url: string, change = {}, envelope = {}): Promise<string> {
  const link = { type: 'link_shared', user: 'U1', channel: 'C1', message_ts: '1700000001.1', links: [{ url }] };
  await slackIn.event({ ...link, ...change }, envelope);
  await slackIn.settled();
  return said(shown.unfurls);
}

describe('home', () => {
  it('says what a task waits for that cannot be begun yet, and does not offer to call it done', async () => {
    await known('lead of this customer');
    const first = await world.addTask({ name: 'Sign the contract', owner_id: world.csm });
    const waits = await world.addTask({ type: 'configuration', name: 'Set up SSO', depends_on: [first] });
    const shownTasks = await home();
    expect(shownTasks).toContain('waits for “Sign the contract”');
    expect(JSON.stringify(shown.homes.get('U1')?.filter((block) => said(block).includes(waits)))).not.toContain('Done');
  });

  it('counts what customers wrote and nobody answered for whom it waits, not for whoever leads them', async () => {
    await slackIn.known(world.csm);
    await world.db.query(
      `INSERT INTO comments (id, onboarding_id, author_id, via, body, created_at, waiting_since) VALUES (gen_random_uuid(), $1, $2, 'link', 'Who is our admin?', $3, $3)`,
      [world.onboardingId, world.customer, world.clock.now()],
    );
    expect(await home()).toContain(
      '<https://gangway.example/console/queue?mine=true|Words of customers to read or answer: 1>',
    );
    const manager = await world.addPerson({ side: 'team', staff_role: 'manager' });
    await world.db.query('UPDATE people SET manager_id = $2 WHERE id = $1', [world.csm, manager]);
    await slackIn.known(manager, 'U2');
    expect(await home('U2')).not.toContain('Words of customers');
  });

  it('shows one’s own open tasks with buttons, and follows a press', async () => {
    await known('lead of this customer');
    const ready = { ready_at: '2026-11-10T09:00:00Z' };
    const taskId = await world.addTask({ ...ready, type: 'configuration', name: 'Set up SSO' });
    await world.addTask({ name: 'Secret plan', visibility: 'internal' });
    await world.addTask({ name: 'Of somebody else', owner_id: world.csm });
    const before = await home();
    expect(before).toContain('Set up SSO');
    expect(before).toContain('task_done');
    expect(before).not.toMatch(/Secret plan|Of somebody else|Your onboardings|console/);
    await slackIn.press('task_done', taskId, { channel: null, message: null, container: null });
    await slackIn.settled();
    expect(said(shown.homes.get('U1'))).toContain('Nothing waits for you');
  });

  it('shows a CSM, and whoever leads them, the portfolio with what waits for whom', async () => {
    const manager = await world.addPerson({ side: 'team', staff_role: 'manager' });
    await world.db.query('UPDATE people SET manager_id = $2 WHERE id = $1', [world.csm, manager]);
    await world.db.query(`UPDATE onboardings SET health_status = 'at_risk' WHERE id = $1`, [world.onboardingId]);
    await world.addTask({ due_on: '2026-11-10' });
    await slackIn.known(world.csm, 'U1');
    await slackIn.known(manager, 'U2');
    for (const userId of ['U1', 'U2']) {
      const text = await home(userId);
      expect(text).toContain('Acme onboarding');
      expect(text).toContain('at risk');
      expect(text).toContain('Late: the customer (1)');
    }
  });

  it('is empty in words, and tells whom we do not know how to be known', async () => {
    expect(await home()).toContain('do not know you');
    await known('member');
    const text = await home();
    expect(text).toContain('Nothing waits for you');
    expect(text).toContain('No onboarding is yours');
  });
});

describe('/gangway', () => {
  const finds: Record<Who, boolean> = {
    member: true,
    viewer: true,
    'ours without a role': false,
    'lead of this customer': true,
    'another customer': false,
    'a partner': false,
  };
  const everybody: Who[] = [
    'member',
    'viewer',
    'ours without a role',
    'lead of this customer',
    'another customer',
    'a partner',
  ];
  it.each(everybody)('search and status for %s', async (who) => {
    await published();
    await known(who);
    await world.db.query(`UPDATE onboardings SET health_status = 'blocked' WHERE id = $1`, [world.onboardingId]);
    for (const verb of ['search acme', 'status Acme']) {
      const text = await gangway(verb);
      expect(text.includes('Acme onboarding')).toBe(finds[who]);
      if (who === 'lead of this customer') expect(text).not.toMatch(/blocked|console/);
    }
  });

  it('looks for the words that begin with none of its own, and helps where nothing is found', async () => {
    const who = await known('member');
    expect(await gangway('Acme')).toContain('Acme onboarding');
    expect(await gangway('acme Onboarding')).toContain('Acme onboarding');
    expect(await gangway('no such customer')).toMatch(
      /Nothing that you may see matches “no such customer”.*gangway search/,
    );
    expect(await gangway('help')).not.toContain('Nothing that');
    await world.db.query(`UPDATE people SET locale = 'de' WHERE id = $1`, [who]);
    expect(await gangway('hilfe')).toMatch(/passt zu „hilfe“.*diese Hilfe/);
  });

  it('tells a customer nothing before the plan is published', async () => {
    await known('lead of this customer');
    expect(await gangway('search acme')).toContain('Nothing that you may see');
  });

  it('explains itself, and how to be known', async () => {
    await gangway('search acme');
    expect(said(slackIn.slack.ephemerals)).toContain('do not know you');
    await known('member');
    expect(await gangway('')).toContain('/gangway handoff');
    expect(await gangway('status')).toContain('which one');
    expect(await gangway('search %')).toContain('Nothing that you may see');
  });

  it('answers by the address that came along, and without it where they read us, if not in a channel without us', async () => {
    await known('member');
    const answers: unknown[] = [];
    slackIn.slack.port.respond = (...answer) => Promise.resolve(void answers.push(answer));
    const responseUrl = 'https://hooks.slack.com/commands/T1/2/3';
    await gangway('', { response_url: responseUrl });
    expect(answers).toMatchObject([[responseUrl, { text: 'Gangway' }]]);
    const say = slackIn.slack.port.postEphemeral;
    slackIn.slack.port.postEphemeral = async (channelId, ...rest) => {
      if (channelId === 'C1') throw new AppError('slack_unreachable', { message: 'not_in_channel' });
      await say(channelId, ...rest);
    };
    await gangway('');
    expect(slackIn.slack.ephemerals).toMatchObject([{ channelId: 'D1', userId: 'U1' }]);
  });
});

describe('links', () => {
  const unfurls: Record<Who, boolean> = {
    member: true,
    viewer: true,
    'ours without a role': false,
    'lead of this customer': false,
    'another customer': false,
    'a partner': false,
  };
  const everybody: Who[] = ['member', 'viewer', 'ours without a role', 'lead of this customer', 'another customer'];
  it.each(everybody)('posted by %s', async (who) => {
    await known(who);
    expect((await share(linkTo(world.onboardingId))).includes('Acme onboarding')).toBe(unfurls[who]);
  });

  const linkToTask = (id: string): string => `${linkTo(world.onboardingId)}?task=${id}`;
  it('of a task tell how it stands, when it is due and with whom', async () => {
    await published();
    await known('member');
    const taskId = await world.addTask({ name: 'Set up SSO', due_on: '2026-11-10', owner_id: world.csm });
    const text = await share(linkToTask(taskId));
    expect(text).toContain(`${linkToTask(taskId)}|Set up SSO`);
    expect(text).toMatch(/not begun.*Was due.*Owner: .*Acme onboarding/);
  });

  it('of internal work, or of a task from elsewhere, tell of the onboarding alone', async () => {
    await published();
    await known('member');
    const taskId = await world.addTask({ name: 'Secret plan', visibility: 'internal' });
    for (const id of [taskId, newId()]) {
      const text = await share(linkToTask(id));
      expect(text).toContain('Acme onboarding');
      expect(text).not.toContain('Secret plan');
    }
  });

  it('stay as they are where others read along, and where they hold a secret', async () => {
    await known('member');
    await share(linkTo(world.onboardingId), {}, { is_ext_shared_channel: true });
    await share(linkTo(world.onboardingId), { channel: 'C-customer' });
    // being written, it may be sent anywhere
    await share(linkTo(world.onboardingId), { channel: 'COMPOSER', source: 'composer', message_ts: 'U1-909b5454' });
    await share(linkToTask(await world.addTask()), { channel: 'C-customer' });
    await share('https://gangway.example/t/secret');
    await share(`https://evil.example/console/onboardings/${world.onboardingId}`);
    await share(linkTo(newId()));
    expect(shown.unfurls).toEqual([]);
  });

  beforeEach(() =>
    world.db.query(
      `INSERT INTO slack_channels (onboarding_id, team_id, channel_id, name, created_at) VALUES ($1, 'T1', 'C-customer', 'x', $2)`,
      [world.onboardingId, world.clock.now()],
    ),
  );
});
