/** What we write back to an answer: files that were not taken, and the way to the task that it is about. */
import { beforeEach, describe, expect, it } from 'vitest';
import { acceptMail } from '../../../src/usecases/replies/decide-mail.ts';
import { openTaskLink } from '../../../src/usecases/task-links/open-task-link.ts';
import { giveForm } from '../mail/form-fixture.ts';
import { useWorld } from '../mail/message-fixture.ts';
import { arrive, inboundAddress, type MailParts, prepare, rawMail, replyDeps, sentMessage } from './reply-fixture.ts';
import { makeReplyAddress } from '../../../src/usecases/replies/reply-address.ts';

const world = useWorld();
let taskId: string;
let sent: Awaited<ReturnType<typeof sentMessage>>;

beforeEach(async () => {
  await prepare(world);
  taskId = await world.addTask({ type: 'configuration' });
  sent = await sentMessage(world, [taskId]);
});

const program = { name: 'setup.exe', type: 'application/pdf', bytes: Buffer.from('MZ not a document') };
const table = { name: 'users.csv', type: 'text/csv', bytes: Buffer.from('a,b\n') };
const answer = (text: string, change: Partial<MailParts> = {}): Buffer =>
  rawMail({ from: sent.email, to: sent.replyTo(), text, ...change });
const back = () => {
  const [mail, ...more] = world.mail.sent;
  expect(more).toEqual([]);
  return { ...mail, text: (mail?.text ?? '').replaceAll('\u200B', '') };
};
const linksIn = async (text: string) =>
  Promise.all(
    [...text.matchAll(/https:\/\/gangway\.example\/t\/([\w-]+)/g)].map(([, token = '']) =>
      openTaskLink(world.db, token, world.clock.now()),
    ),
  );
const agreeTo = (mailId: string) =>
  acceptMail(replyDeps(world), mailId, { actor: { kind: 'person', id: world.csm, label: 'Cem', staffRole: 'member' } });
const speaks = (locale: string) =>
  world.db.query('UPDATE people SET locale = $2 WHERE id = $1', [world.customer, locale]);

describe('files of an answer that were not taken', () => {
  it('are named to its sender with why, what is taken, and where to add them', async () => {
    expect(await arrive(world, answer('Here it is', { attachments: [table, program] }))).toMatchObject({
      state: 'handled',
    });
    const { text, subject, to } = back();
    expect([subject, to?.address]).toEqual(['Not all of your files were taken: Security questionnaire', sent.email]);
    expect(text).toContain('setup.exe: files of this kind are not taken');
    expect(text).toMatch(/up to 20 MB of these kinds: pdf, .*csv/);
    expect(text).not.toContain('users.csv');
    expect(await linksIn(text)).toMatchObject([{ taskId, personId: world.customer }]);
  });

  it('are told in the language of whom it is from, whatever the reason', async () => {
    await speaks('de');
    const photo = { name: 'foto.png', type: 'image/png', bytes: Buffer.from('%PDF-1.7\n%%EOF\n') };
    const empty = { name: 'leer.txt', type: 'text/plain', bytes: Buffer.alloc(0) };
    const large = { name: 'gross.pdf', type: 'application/pdf', bytes: Buffer.alloc(20 * 1024 * 1024 + 1, 'x') };
    await arrive(world, answer('Anbei', { attachments: [photo, empty, large] }));
    const { text } = back();
    expect(text).toContain('foto.png: ihr Inhalt ist nicht, was ihr Name sagt');
    expect(text).toContain('leer.txt: sie ist leer');
    expect(text).toContain('gross.pdf: sie ist größer als 20 MB');
  });

  it('do not come back as what a mail program makes a link of', async () => {
    const scanner = { check: async () => [], scan: async () => ({ isClean: false, found: 'Eicar-Test-Signature' }) };
    const notes = { name: 'prices.md', type: 'text/markdown', bytes: Buffer.from('# Prices') };
    await arrive(world, answer('Here', { attachments: [notes] }), replyDeps(world, scanner));
    expect(back().text).toContain('prices.md: our virus scanner found something in it');
    const [{ text, html } = { text: '', html: '' }] = world.mail.sent;
    for (const said of [text, html]) expect(said).not.toMatch(/prices\.md|Eicar/);
  });

  it('are told with the questions that come first, in one mail', async () => {
    await giveForm(world, taskId);
    expect(await arrive(world, answer('Done', { attachments: [program] }))).toMatchObject({ state: 'needs_review' });
    expect(back().text).toMatch(/“Before we meet”[\s\S]*setup\.exe: files of this kind/);
  });

  it('of a mail to the onboarding are told without a task', async () => {
    const target = { kind: 'onboarding', onboardingId: world.onboardingId } as const;
    const to = makeReplyAddress(target, { address: inboundAddress, secret: world.deps.secret }, new Date());
    await arrive(world, answer('The contract', { to, attachments: [program] }));
    expect(back()).toMatchObject({
      subject: 'Not all of your files were taken: Acme onboarding',
      replyTo: { address: to },
      text: expect.stringContaining('setup.exe'),
    });
  });

  it('are told to its sender once a person has agreed to it, with the way to the task', async () => {
    const { id, state } = await arrive(world, answer('Here it is', { results: null, attachments: [table, program] }));
    expect([state, world.mail.sent]).toEqual(['needs_review', []]);
    await agreeTo(id);
    const { text, to, respondsTo } = back();
    expect(to?.address).toBe(sent.email);
    expect(respondsTo).toMatch(/@customer\.example>$/);
    expect(text).toContain('setup.exe: files of this kind are not taken');
    expect(text).not.toContain('users.csv');
    expect(await linksIn(text)).toMatchObject([{ taskId, personId: world.customer }]);
  });

  it('are told to a colleague without the way to a task that is not theirs, and to no stranger', async () => {
    const bo = await world.addPerson({ name: 'Bo Li', email: 'bo@acme.example' });
    await world.addTask({ owner_id: bo });
    const said = { attachments: [program] };
    const stranger = await arrive(world, answer('Here', { from: 'someone@elsewhere.example', ...said }));
    await agreeTo(stranger.id);
    expect(world.mail.sent).toEqual([]);
    const theirs = await arrive(world, answer('Here', { from: 'bo@acme.example', ...said }));
    await agreeTo(theirs.id);
    const { text, to } = back();
    expect(to?.address).toBe('bo@acme.example');
    expect(text).toContain('setup.exe');
    expect(text).not.toContain('/t/');
  });

  it('are told once, where the rules refused what it asked and a person agreed afterwards', async () => {
    await giveForm(world, taskId);
    const { id } = await arrive(world, answer('Done', { attachments: [program] }));
    await agreeTo(id);
    expect(back().text).toContain('setup.exe');
  });

  it('are not told to a machine, nor where all were taken', async () => {
    await arrive(world, answer('Away', { headers: ['Auto-Submitted: auto-replied'], attachments: [program] }));
    await arrive(world, answer('Here', { attachments: [table] }));
    expect(world.mail.sent).toEqual([]);
  });
});

describe('an answer that is asked back', () => {
  it('gets the way to the task, and is not offered a word that does not complete it', async () => {
    const form = await world.addTask({ type: 'form' });
    sent = await sentMessage(world, [form]);
    await arrive(world, answer('Done with the first part'));
    const { text } = back();
    expect(text).toContain('It is done on its own page.');
    expect(text).not.toContain('Begin with: done');
    expect(await linksIn(text)).toMatchObject([{ taskId: form, personId: world.customer }]);
  });

  it('gets the way to each of several, by number', async () => {
    await speaks('de');
    const second = await world.addTask({ name: 'Zugänge', type: 'configuration' });
    sent = await sentMessage(world, [taskId, second]);
    await arrive(world, answer('erledigt'));
    const { text } = back();
    expect(text).toMatch(/1\. Security questionnaire[\s\S]*2\. Zugänge[\s\S]*2 erledigt/);
    expect((await linksIn(text)).map((link) => link?.taskId)).toEqual([taskId, second]);
  });

  it('gets no way to a task that is with somebody else by now', async () => {
    await world.db.query('UPDATE tasks SET owner_id = $2 WHERE id = $1', [taskId, world.csm]);
    await arrive(world, answer('Done with the first part'));
    expect(back().text).not.toContain('/t/');
  });
});
