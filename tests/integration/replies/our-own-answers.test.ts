/** What our own people answer by mail is read by us: a customer's page shows none of it. */
import { beforeEach, expect, it } from 'vitest';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
beforeEach(() => prepare(world));

const cem = async () => (await world.row<{ email: string }>('people', world.csm)).email;
const kept = () =>
  world.db.query<{ body: string; visibility: string }>(
    'SELECT body, visibility FROM comments WHERE onboarding_id = $1 ORDER BY id',
    [world.onboardingId],
  );
const toUs = async (taskIds: string[]) => {
  const address = await cem();
  const sent = await sentMessage(world, taskIds, { person_id: world.csm, address });
  const raw = (text: string) => rawMail({ from: address, to: sent.replyTo(), text });
  return { ...sent, raw };
};
const accept = (id: string) =>
  acceptMail(replyDeps(world), id, { actor: { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' } });

it.each(['Still with our lawyers, as ever.', 'blocked: they never answer\n\nAs ever.'])(
  'about our own task: %j',
  async (text) => {
    const { raw } = await toUs([await world.addTask({ side: 'team', owner_id: world.csm })]);
    expect(await arrive(world, raw(text))).toMatchObject({ state: 'handled' });
    expect(await kept()).toMatchObject([{ visibility: 'internal' }]);
  },
);

it.each([true, false])('about a customer’s task, once somebody agrees; kept with it: %s', async (isKeptWith) => {
  const { raw } = await toUs([await world.addTask()]);
  const mail = await arrive(world, raw('She never answers, let us go to her boss.'));
  expect(mail.state).toBe('needs_review');
  if (!isKeptWith)
    await world.db.query(
      `UPDATE inbound_mails SET proposal = jsonb_set(proposal, '{input,visibility}', '"shared"') WHERE id = $1`,
      [mail.id],
    );
  await accept(mail.id);
  expect(await kept()).toMatchObject([{ visibility: 'internal' }]);
});

it('about news of the onboarding as a whole', async () => {
  const { messageId, raw } = await toUs([]);
  await world.addIntent('health_turned', { person_id: world.csm, state: 'sent', message_id: messageId });
  expect(await arrive(world, raw('They will never make it.'))).toMatchObject({ state: 'handled' });
  expect(await kept()).toMatchObject([{ visibility: 'internal' }]);
});
