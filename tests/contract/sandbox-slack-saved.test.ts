import { expect, it } from 'vitest';
import { createSandboxSlack } from '../../integrations/sandbox/slack/index.ts';
import { createMemoryStore } from '../../integrations/sandbox/store.ts';
import { ana, anaId, jonas } from './sandbox-slack-fixture.ts';

it('is after a restart what it was, with whoever is new', async () => {
  const store = createMemoryStore();
  const before = createSandboxSlack({ tokens: [], people: [ana], channels: ['customer-success'], store });
  await before.start();
  const [channel] = before.conversations();
  await before.shareLink({ userId: anaId, channelId: channel?.id ?? '', url: 'https://gangway.example/o/1' }).all;
  const lena = before.addPerson({ name: 'Lena Vogt', email: 'lena@harborbooks.example' });
  before.setStanding(anaId, 'outside');
  await before.uninstall().all;
  await before.stop();

  const after = createSandboxSlack({ tokens: [], people: [ana, jonas], channels: ['customer-success'], store });
  await after.start();
  expect(after.conversations()).toEqual(before.conversations());
  expect(() => after.openHome(lena.id)).toThrow('The app is not installed');
  after.reinstall();
  expect(() => after.openHome(anaId)).toThrow('not in the workspace');
  expect(after.addPerson({ name: 'Somebody', email: 'else@northwind-crm.example' }).id).toBe('U0SANDBOX003');
  expect(() => after.addPerson(jonas)).toThrow('already');
});
