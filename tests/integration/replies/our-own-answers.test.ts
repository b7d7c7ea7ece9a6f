/** What our own people answer by mail is read by us: a customer's page shows none of it. */
import { beforeEach, expect, it } from 'vitest';
import { listDocuments, listVisibleDocuments, readVisibleDocument, storeDocuments } from '../../../src/db/documents.ts';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, type MailParts, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

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
  const raw = (text: string, attachments: MailParts['attachments'] = []) =>
    rawMail({ from: address, to: sent.replyTo(), text, attachments });
  return { ...sent, raw };
};
const margins = { name: 'margins.csv', type: 'text/csv', bytes: Buffer.from('a,b\n') };
const named = (documents: { name: string }[]) => documents.map(({ name }) => name);
const filesFor = async (personId: string, taskId: string | null = null) =>
  named(await listVisibleDocuments(world.db, { onboardingId: world.onboardingId, personId, taskId }));
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
      `UPDATE inbound_mails SET proposal = jsonb_set(proposal - 'visibility', '{input,visibility}', '"shared"') WHERE id = $1`,
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

it.each(['See our margin sheet.', 'blocked: they never answer'])('keeps its files with us: %s', async (text) => {
  const taskId = await world.addTask({ side: 'team', owner_id: world.csm });
  const { raw } = await toUs([taskId]);
  expect(await arrive(world, raw(text, [margins]))).toMatchObject({ state: 'handled' });
  const [stored] = await listDocuments(world.db, world.onboardingId, taskId);
  expect(stored).toMatchObject({ name: 'margins.csv', visibility: 'internal' });
  expect([await filesFor(world.csm), await filesFor(world.csm, taskId)]).toEqual([['margins.csv'], ['margins.csv']]);
  expect([await filesFor(world.customer), await filesFor(world.customer, taskId)]).toEqual([[], []]);
  const reader = { onboardingId: world.onboardingId, personId: world.customer, taskId: null };
  expect(await readVisibleDocument(world.db, stored?.id ?? '', reader)).toBeNull();
});

it('keeps its files with us where it is about the onboarding as a whole', async () => {
  const { messageId, raw } = await toUs([]);
  await world.addIntent('health_turned', { person_id: world.csm, state: 'sent', message_id: messageId });
  await arrive(world, raw('They will never make it.', [margins]));
  expect([await filesFor(world.csm), await filesFor(world.customer)]).toEqual([['margins.csv'], []]);
});

it('keeps its files with us where somebody has to agree to it', async () => {
  const { raw } = await toUs([await world.addTask()]);
  await accept((await arrive(world, raw('She never answers.', [margins]))).id);
  expect([await filesFor(world.csm), await filesFor(world.customer)]).toEqual([['margins.csv'], []]);
});

it('hides no file that a customer hands in as well', async () => {
  const taskId = await world.addTask({ side: 'team', owner_id: world.csm });
  const { raw } = await toUs([taskId]);
  await arrive(world, raw('See our margin sheet.', [margins]));
  const [stored] = await world.db.query<{ sha256: string }>('SELECT sha256 FROM documents WHERE task_id = $1', [
    taskId,
  ]);
  const file = {
    name: margins.name,
    mediaType: 'text/csv',
    bytes: margins.bytes,
    sha256: stored?.sha256 ?? '',
    isScanned: false,
  };
  const place = { onboardingId: world.onboardingId, taskId, addedById: world.customer, inboundMailId: null };
  for (const visibility of ['shared', 'internal'] as const)
    await storeDocuments(world.db, [file], { ...place, visibility }, new Date());
  expect(await filesFor(world.customer)).toEqual(['margins.csv']);
});
