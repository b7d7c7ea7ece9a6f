import { beforeEach, describe, expect, it } from 'vitest';
import { createTaskLinks } from '../../../src/db/links.ts';
import { findInboundMail } from '../../../src/db/queries/list-inbound-mails.ts';
import { listQueue } from '../../../src/db/queries/list-queue.ts';
import { AppError } from '../../../src/errors.ts';
import { acceptMail, rejectMail } from '../../../src/usecases/replies/decide-mail.ts';
import { makeReplyAddress } from '../../../src/usecases/replies/reply-address.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, inboundAddress, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';

const world = useWorld();
let taskId: string;
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask();
  sent = await sentMessage(world, [taskId]);
});

const task = (id = taskId) =>
  world.row<{ status: string; done_via: string | null; snoozed_until: string | null; owner_id: string }>('tasks', id);
const comments = () =>
  world.db.query<{ body: string; via: string; visibility: string }>(
    'SELECT body, via, visibility FROM comments WHERE onboarding_id = $1 ORDER BY created_at, id',
    [world.onboardingId],
  );
const queued = async (kind: string) =>
  (await listQueue(world.db, world.csm, world.clock.now())).filter((fact) => fact.kind === kind);
const answer = (text: string, change = {}) => rawMail({ from: sent.email, to: sent.replyTo(), text, ...change });

describe('an answer by the person we wrote to', () => {
  it('completes the task, says by what, and keeps the words', async () => {
    const mail = await arrive(
      world,
      answer('Done, thanks!\r\n\r\n> ##- Please write above this line -##\r\n> blocked'),
    );
    expect(mail).toMatchObject({ state: 'handled', reason: 'Done as asked: complete' });
    expect(await task()).toMatchObject({ status: 'done', done_via: 'the answer by mail from Ana Díaz' });
    expect(await comments()).toEqual([{ body: 'Done, thanks!', via: 'email', visibility: 'shared' }]);
  });

  it.each(['Not done yet', 'noch nicht erledigt', 'pas terminé', 'no hecho'])(
    'does not complete by “%s”',
    async (text) => {
      expect(await arrive(world, answer(text))).toMatchObject({ state: 'handled', reason: 'Kept as a comment' });
      expect(await task()).toMatchObject({ status: 'pending' });
    },
  );

  it('blocks with what it waits for, and snoozes until a day', async () => {
    await arrive(world, answer('snooze until 2026-11-27'));
    expect((await task()).snoozed_until).toBe('2026-11-27');
    await arrive(world, answer('Blockiert: Freigabe der Rechtsabteilung'));
    expect(await task()).toMatchObject({ status: 'blocked' });
    const [blocker] = await world.db.query('SELECT what, side FROM blockers WHERE task_id = $1', [taskId]);
    expect(blocker).toEqual({ what: 'Freigabe der Rechtsabteilung', side: 'customer' });
  });

  it('blocks until the day that it names, by the person whom it names in full', async () => {
    const { name } = await world.row<{ name: string }>('people', world.csm);
    await arrive(world, answer(`blocked: waiting for ${name} to send the contract, expected on 4 December`));
    expect(
      await world.db.query('SELECT what, side, person_id, expected_on FROM blockers WHERE task_id = $1', [taskId]),
    ).toEqual([
      {
        what: `waiting for ${name} to send the contract`,
        side: 'team',
        person_id: world.csm,
        expected_on: '2026-12-04',
      },
    ]);
  });

  it('hands the task to a colleague at the same company only', async () => {
    expect(await arrive(world, answer('reassign to Ben <ben@elsewhere.example>'))).toMatchObject({
      state: 'needs_review',
      reason: 'By mail a task goes to a colleague at the same company, or to somebody of this onboarding',
    });
    await arrive(world, answer('reassign to ben@acme.example'));
    const { email } = await world.row<{ email: string }>('people', (await task()).owner_id);
    expect(email).toBe('ben@acme.example');
  });

  it.each(['Which form do you mean?', 'Our administrator has left the company.'])(
    'keeps “%s” as a comment that waits for the CSM',
    async (text) => {
      expect(await arrive(world, answer(text))).toMatchObject({ state: 'handled', reason: 'Kept as a comment' });
      expect(await comments()).toMatchObject([{ body: text, via: 'email' }]);
      expect(await queued('comment')).toMatchObject([{ subject: 'Ana Díaz', detail: text, personIds: [world.csm] }]);
      expect(await queued('mail')).toEqual([]);
    },
  );

  it('that is not their task acts while the link that they got opens it', async () => {
    await world.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, world.csm]);
    await createTaskLinks(world.db, [{ taskId, personId: world.customer, inPlaceOfId: null }]);
    await world.db.query(`UPDATE task_links SET expires_at = clock_timestamp() - interval '1 second'`);
    expect(await arrive(world, answer('done'))).toMatchObject({
      state: 'needs_review',
      reason: 'This task is no longer with Ana Díaz',
    });
    await createTaskLinks(world.db, [{ taskId, personId: world.customer, inPlaceOfId: null }]);
    expect(await arrive(world, answer('done'))).toMatchObject({ state: 'handled' });
    expect(await task()).toMatchObject({ status: 'done' });
  });

  it('asks back once where it cannot be told, and changes nothing', async () => {
    expect(await arrive(world, answer('Done with the first part'))).toMatchObject({ state: 'needs_review' });
    expect(await task()).toMatchObject({ status: 'pending' });
    expect(world.mail.sent).toHaveLength(1);
    expect(world.mail.sent[0]?.replyTo?.address).toMatch(/^reply\+m[a-z2-7]{30}\.[a-z2-7]{16}@in\.vendor\.example$/);
  });

  it('means one of several tasks by its number', async () => {
    const second = await world.addTask({ name: 'Access list' });
    sent = await sentMessage(world, [taskId, second]);
    expect(await arrive(world, answer('done'))).toMatchObject({ state: 'needs_review' });
    await arrive(world, answer('2 done'));
    expect([(await task()).status, (await task(second)).status]).toEqual(['pending', 'done']);
  });

  it.each(['unblocked', 'resolved, thanks', 'Ist gelöst', 'Résolu', 'Resuelto'])(
    'unblocks what is blocked: %s',
    async (text) => {
      await arrive(world, answer('blocked: legal'));
      expect(await arrive(world, answer(text))).toMatchObject({ state: 'handled', reason: 'Done as asked: unblock' });
      expect(await task()).toMatchObject({ status: 'pending' });
      expect(
        await world.db.query('SELECT 1 FROM blockers WHERE task_id = $1 AND resolved_at IS NULL', [taskId]),
      ).toEqual([]);
    },
  );

  it('takes what is resolved for done where nothing is missing, but not what is unblocked', async () => {
    expect(await arrive(world, answer('unblocked'))).toMatchObject({ state: 'needs_review' });
    expect(await task()).toMatchObject({ status: 'pending' });
    await arrive(world, answer('resolved'));
    expect(await task()).toMatchObject({ status: 'done' });
  });

  it('still takes what is done for done while it is blocked', async () => {
    await arrive(world, answer('blocked: legal'));
    await arrive(world, answer('done'));
    expect(await task()).toMatchObject({ status: 'done' });
  });

  it('leaves a binding task to a signed-in person and keeps what was said', async () => {
    taskId = await world.addTask({ type: 'approval' });
    sent = await sentMessage(world, [taskId]);
    expect(await arrive(world, answer('done'))).toMatchObject({
      state: 'needs_review',
      reason: 'It is binding: Ana Díaz would have to sign in for it',
    });
    expect(await task()).toMatchObject({ status: 'pending' });
    expect(await comments()).toMatchObject([{ body: 'done' }]);
  });

  it('does nothing when it comes again', async () => {
    const raw = answer('blocked: a signature');
    await arrive(world, raw);
    await arrive(world, Buffer.concat([Buffer.from('Received: from elsewhere\r\n'), raw]));
    expect(await comments()).toHaveLength(1);
    const [count] = await world.db.query('SELECT count(*)::int AS n FROM blockers WHERE task_id = $1', [taskId]);
    expect(count).toEqual({ n: 1 });
  });
});

describe('what a person has to decide', () => {
  it('an address that is not theirs any more, though we wrote to it', async () => {
    await world.db.query(`UPDATE people SET email = 'ana.now@acme.example' WHERE id = $1`, [world.customer]);
    expect(await arrive(world, answer('done'))).toMatchObject({ state: 'needs_review' });
    expect(await task()).toMatchObject({ status: 'pending' });
    await arrive(world, answer('done', { from: 'ana.now@acme.example' }));
    expect(await task()).toMatchObject({ status: 'done' });
  });

  it.each([
    ['another sender', { from: 'mallory@evil.example' }],
    ['a sender nobody vouches for', { results: null }],
    ['a failed DMARC', { results: 'mx.vendor.example; dmarc=fail' }],
    ['a verdict of a host that is not ours', { results: 'mx.evil.example; dmarc=pass' }],
  ])('%s', async (_, change) => {
    const mail = await arrive(world, answer('done', change));
    expect(mail).toMatchObject({ state: 'needs_review', proposal: { kind: 'command', name: 'complete' } });
    expect(await task()).toMatchObject({ status: 'pending' });
    expect(world.mail.sent).toEqual([]);
  });

  it('an address that has expired', async () => {
    const to = sent.replyTo(new Date(Date.now() - 91 * 86_400_000));
    expect(await arrive(world, answer('done', { to }))).toMatchObject({ state: 'needs_review' });
    expect(await task()).toMatchObject({ status: 'pending' });
  });

  it('is done in the name of whoever agrees, once', async () => {
    const deps = replyDeps(world);
    const mail = await arrive(world, answer('done', { results: null }));
    const actor = { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' } as const;
    await acceptMail(deps, mail.id, { actor });
    expect(await world.row('tasks', taskId)).toMatchObject({ status: 'done', done_by_id: world.csm });
    await expect(acceptMail(deps, mail.id, { actor })).rejects.toMatchObject({ code: 'not_allowed_now' });
  });

  it('does nothing when it is closed', async () => {
    const mail = await arrive(world, answer('done', { results: null }));
    const actor = { kind: 'person', id: world.csm, label: 'Cem' } as const;
    await rejectMail(replyDeps(world), mail.id, { reason: 'not hers', actor });
    expect(await world.row('inbound_mails', mail.id)).toMatchObject({ state: 'ignored', decided_by_id: world.csm });
    expect(await task()).toMatchObject({ status: 'pending' });
  });
});

describe('mail of machines', () => {
  const auto = ['Auto-Submitted: auto-replied'];
  it.each([
    ['an automatic reply', auto],
    ['a list', ['List-Id: <all.acme.example>']],
    ['our own mail', ['X-Loop: onboarding@vendor.example']],
  ])('completes nothing: %s', async (_, headers) => {
    expect(await arrive(world, answer('done', { headers }))).toMatchObject({ state: 'ignored' });
    expect(await task()).toMatchObject({ status: 'pending' });
    expect(world.mail.sent).toEqual([]);
  });

  it('sets somebody absent until the day it names, else until the next working day', async () => {
    const away = { headers: auto, subject: 'Out of office' };
    expect(await arrive(world, answer('I am away until 2026-12-04.', away))).toMatchObject({ state: 'handled' });
    expect(await world.row('people', world.customer)).toMatchObject({ absent_until: '2026-12-04' });
    await world.db.query('UPDATE people SET absent_until = NULL, absent_from = NULL WHERE id = $1', [world.customer]);
    await arrive(world, answer('I am away.', away));
    expect(await world.row('people', world.customer)).toMatchObject({ absent_until: '2026-11-23' });
  });
});

describe('a mail that answers nothing of ours', () => {
  const address = () =>
    makeReplyAddress(
      { kind: 'onboarding', onboardingId: world.onboardingId },
      { address: inboundAddress, secret: world.deps.secret },
      new Date(),
    );
  it('becomes the conversation of the onboarding it was sent to', async () => {
    const mail = await arrive(world, answer('The contract is signed.', { to: address(), subject: 'News' }));
    expect(mail).toMatchObject({ state: 'handled', reason: 'Kept as a comment' });
    expect(await queued('comment')).toMatchObject([{ detail: 'News\n\nThe contract is signed.' }]);
    expect(await comments()).toEqual([{ body: 'News\n\nThe contract is signed.', via: 'email', visibility: 'shared' }]);
  });
  it('waits for a person where its sender has no part in it', async () => {
    const mail = await arrive(world, answer('Hello', { to: address(), from: 'new@acme.example' }));
    expect(mail).toMatchObject({ state: 'needs_review', proposal: { kind: 'comment' } });
    expect(await comments()).toEqual([]);
  });
});

describe('attachments', () => {
  const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  const files = [
    { name: '../../etc/plan.pdf', type: 'application/pdf', bytes: pdf },
    { name: 'setup.exe', type: 'application/pdf', bytes: Buffer.from('MZ not a document') },
    { name: 'photo.png', type: 'image/png', bytes: pdf },
  ];
  const documents = () =>
    world.db.query('SELECT name, media_type, is_scanned FROM documents WHERE task_id = $1 ORDER BY name', [taskId]);

  it('become documents of the task, by what they are and not by what they are called', async () => {
    await arrive(world, answer('Here it is', { attachments: files }));
    expect(await documents()).toEqual([{ name: 'plan.pdf', media_type: 'application/pdf', is_scanned: false }]);
    const internal = (await comments()).find(({ visibility }) => visibility === 'internal');
    expect(internal?.body).toMatch(/setup\.exe: .*\nphoto\.png: its content is application\/pdf/);
  });

  it('wait with their mail while the scanner is away, and are not kept when it finds something', async () => {
    const scanner = {
      verdict: null as { isClean: boolean; found: string | null } | null,
      check: () => Promise.resolve([]),
      scan: () =>
        scanner.verdict
          ? Promise.resolve(scanner.verdict)
          : Promise.reject(new AppError('scanner_unavailable', { message: 'away' })),
    };
    const deps = replyDeps(world, scanner);
    const raw = answer('done', { attachments: files.slice(0, 1) });
    await expect(arrive(world, raw, deps)).rejects.toMatchObject({ code: 'scanner_unavailable' });
    expect(await task()).toMatchObject({ status: 'pending' });
    scanner.verdict = { isClean: false, found: 'Eicar-Test-Signature' };
    await arrive(world, raw, deps);
    expect([(await task()).status, await documents()]).toEqual(['done', []]);
  });
});

describe('a mail to several addresses of ours', () => {
  const other = async () => {
    const ben = await world.addPerson({ name: 'Ben Ode', email: `ben.${Date.now()}@acme.example` });
    const { email } = await world.row<{ email: string }>('people', ben);
    const theirs = await world.addTask({ owner_id: ben, name: 'Theirs' });
    return { taskId: theirs, ...(await sentMessage(world, [theirs], { person_id: ben, address: email })) };
  };
  const to = (...addresses: string[]) => addresses.join('>, <');

  it('acts on the task of its sender, whichever address stands first', async () => {
    const ben = await other();
    const mail = await arrive(world, answer('Done', { to: to(ben.replyTo(), sent.replyTo()) }));
    expect(mail).toMatchObject({ state: 'handled', reason: 'Done as asked: complete' });
    expect(await task()).toMatchObject({ status: 'done' });
    expect(await task(ben.taskId)).toMatchObject({ status: 'pending' });
  });

  it('waits for a person where several went to its sender', async () => {
    const second = await world.addTask({ name: 'Second' });
    const again = await sentMessage(world, [second]);
    const mail = await arrive(world, answer('Done', { to: to(sent.replyTo(), again.replyTo()) }));
    expect(mail).toMatchObject({ state: 'needs_review' });
    expect(mail.reason).toMatch(/several of our messages/);
    expect([(await task()).status, (await task(second)).status]).toEqual(['pending', 'pending']);
  });

  it('waits for a person where none went to its sender', async () => {
    const ben = await other();
    const mail = await arrive(
      world,
      answer('Done', { from: 'mallory@acme.example', to: to(sent.replyTo(), ben.replyTo()) }),
    );
    expect(mail).toMatchObject({ state: 'needs_review' });
    expect([(await task()).status, (await task(ben.taskId)).status]).toEqual(['pending', 'pending']);
  });
});

describe('a task that is done by naming somebody', () => {
  it('is completed from the queue with the name that its reader gives', async () => {
    const naming = await world.addTask({ name: 'Who is your IT contact?', fills_role: 'customer.it' });
    sent = await sentMessage(world, [naming]);
    const mail = await arrive(world, answer('Done'));
    expect(mail).toMatchObject({ state: 'needs_review' });
    const view = await findInboundMail(world.db, mail.id);
    expect(view).toMatchObject({ needsPerson: true });
    const { id, name } = await world.row<{ id: string; name: string }>('people', world.csm);
    const actor = { kind: 'person', id, label: name } as const;
    const deps = replyDeps(world);
    await expect(acceptMail(deps, mail.id, { actor })).rejects.toMatchObject({ code: 'invalid_input' });
    await acceptMail(deps, mail.id, { actor, person: { name: 'Ida Toth', email: 'ida.toth@acme.example' } });
    expect(await task(naming)).toMatchObject({ status: 'done' });
  });
});
