/** A playbook’s own words come in the language of whoever reads them. */
import { v7 as uuid } from 'uuid';
import { expect, it } from 'vitest';
import type { IntentKind } from '../../../src/domain/model.ts';
import { claimDigest } from '../../../src/usecases/messages/claim-digest.ts';
import { deliverMessage } from '../../../src/usecases/messages/deliver.ts';
import { useWorld } from './message-fixture.ts';

const world = useWorld();
const body = {
  messages: { welcome: 'Hello there.', milestoneDone: 'Well done.', goLive: 'You are live.', weeklyReport: null },
  translations: {
    de: {
      'messages.welcome': 'Guten Tag zusammen.',
      'messages.milestoneDone': 'Gut gemacht.',
      'messages.goLive': 'Sie sind live.',
    },
  },
};

async function told(locale: string, kind: IntentKind, text: string): Promise<string> {
  const versionId = uuid();
  await world.db.query(
    `INSERT INTO playbook_versions (id, key, version, name, body, source, checksum, created_at) VALUES ($1, $2, 1, 'Book', $3, '', '', now())`,
    [versionId, versionId, JSON.stringify(body)],
  );
  await world.db.query('UPDATE onboardings SET playbook_version_id = $2 WHERE id = $1', [
    world.onboardingId,
    versionId,
  ]);
  await world.db.query('UPDATE people SET locale = $2 WHERE id = $1', [world.customer, locale]);
  await world.addIntent(kind, { urgency: 'now', data: { text, milestone: 'Data in' } });
  const { messageId } = await claimDigest(world.deps, world.customer);
  await deliverMessage(world.deps, messageId ?? '');
  return world.mail.sent.at(-1)?.text ?? '';
}

it.each([
  ['de', 'welcome', 'Hello there.', 'Guten Tag zusammen.'],
  ['de-AT', 'milestone_done', 'Well done.', 'Gut gemacht.'],
  ['de', 'go_live', 'You are live.', 'Sie sind live.'],
] as const)('%s reads its own words of %s', async (locale, kind, english, translated) => {
  const text = await told(locale, kind, english);
  expect(text).toContain(translated);
  expect(text).not.toContain(english);
});

it.each(['en', 'fr', 'it'])(
  '%s, which the playbook does not speak, reads the playbook’s first language',
  async (locale) => {
    expect(await told(locale, 'welcome', 'Hello there.')).toContain('Hello there.');
  },
);
