/** A file that somebody hands in on a page: checked like one that came by mail, and told to those who follow the task. */
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import { insertComment } from '../../db/comments.ts';
import { storeDocuments } from '../../db/documents.ts';
import { requireTask } from '../../domain/commands/outcome.ts';
import type { Actor } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, changeOnboarding } from '../change-onboarding.ts';
import { checkFiles } from './keep-files.ts';

export interface Upload {
  onboardingId: string;
  /** null: for the onboarding as a whole */
  taskId: string | null;
  name: string;
  bytes: Buffer;
  actor: Actor;
}

/** Throws invalid_input with why the file is not taken, and scanner_unavailable. */
export async function addDocument(
  deps: ChangeDeps & { scanner: VirusScanPort | null },
  { onboardingId, taskId, name, bytes, actor }: Upload,
): Promise<void> {
  const { kept, refused } = await checkFiles(deps.scanner, [{ name, bytes }]);
  const [file] = kept;
  if (!file) {
    const [{ name: called, reason } = { name, reason: 'it cannot be kept' }] = refused;
    throw new AppError('invalid_input', { message: `“${called}” was not taken: ${reason}` });
  }
  const said = { body: `Added the document ${file.name}`, visibility: 'shared' } as const;
  await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      const { name: about } = taskId === null ? state.onboarding : requireTask(state, taskId);
      await insertComment(tx, { onboardingId, taskId, actor, ...said }, now);
      const { visibility } = said;
      const place = { onboardingId, taskId, addedById: actor.id, inboundMailId: null, visibility };
      await storeDocuments(tx, kept, place, now);
      const data = { name: about, visibility };
      return { state, activity: [{ kind: 'commented', subjectId: taskId, data }] };
    },
  });
}
