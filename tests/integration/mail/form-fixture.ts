/** A task that its playbook gives a form to. */
import { v7 as uuid } from 'uuid';
import { emptyDeal } from '../../../src/domain/empty-deal.ts';
import type { FormField, Playbook } from '../../../src/domain/playbook.ts';
import { book } from '../../unit/chase/world.ts';
import { phaseTemplate, taskTemplate } from '../../unit/plan/fixtures.ts';
import type { World } from './message-fixture.ts';

const field: Omit<FormField, 'key' | 'label'> = { kind: 'text', required: true, options: [], when: null };

export const intakeForm: Playbook['forms'][string] = {
  title: 'Before we meet',
  fields: [
    { ...field, key: 'who', label: 'Who decides' },
    { ...field, key: 'since', label: 'Since when', kind: 'date' },
    { ...field, key: 'plan', label: 'Your plan', kind: 'file' },
    { ...field, key: 'sso', label: 'Which sign-on', when: { field: 'product', is: 'SSO' } },
    { ...field, key: 'else', label: 'Anything else', kind: 'long_text', required: false },
  ],
};

export async function giveForm(world: World, taskId: string, form = intakeForm): Promise<void> {
  const { key } = await world.row<{ key: string }>('tasks', taskId);
  const body = book({ phases: [phaseTemplate('p', [taskTemplate(key, { form: 'intake' })])], forms: { intake: form } });
  const versionId = uuid();
  await world.db.query(
    `INSERT INTO playbook_versions (id, key, version, name, body, source, checksum, created_at) VALUES ($1, $2, 1, 'Book', $3, '', '', now())`,
    [versionId, `book-${versionId}`, JSON.stringify(body)],
  );
  await world.db.query('UPDATE onboardings SET playbook_version_id = $2, deal = $3 WHERE id = $1', [
    world.onboardingId,
    versionId,
    JSON.stringify(emptyDeal('Acme')),
  ]);
}
