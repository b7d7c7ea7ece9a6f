/** A file that somebody hands in on a page: checked like one that came by mail, and told to those who follow the task. */
import type { VirusScanPort } from '../../../integrations/ports.ts';
import { insertComment } from '../../db/comments.ts';
import type { Sql } from '../../db/database.ts';
import { storeDocuments } from '../../db/documents.ts';
import type { Actor } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import { type ChangeDeps, changeOnboarding } from '../change-onboarding.ts';
import { runCommand } from '../onboardings/run-command.ts';
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
  const keep = (tx: Sql): Promise<void> =>
    storeDocuments(tx, kept, { onboardingId, taskId, addedById: actor.id, inboundMailId: null }, deps.clock.now());
  if (taskId !== null) {
    await runCommand(deps, { name: 'comment', subjectId: taskId, input: said, actor, also: keep });
    return;
  }
  await changeOnboarding(deps, {
    onboardingId,
    actor,
    signalWorkflow: true,
    step: async ({ state, now, tx }) => {
      await insertComment(tx, { onboardingId, taskId, actor, ...said }, now);
      await keep(tx);
      const data = { name: state.onboarding.name, visibility: said.visibility };
      return { state, activity: [{ kind: 'commented', subjectId: null, data }] };
    },
  });
}
