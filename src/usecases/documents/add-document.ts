/** A file that somebody hands in on a page: checked like one that came by mail, and told to those who follow the task. */
import type { VirusScanPort } from '../../../integrations/ports.ts';
import { storeDocuments } from '../../db/documents.ts';
import type { Actor } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';
import type { ChangeDeps } from '../change-onboarding.ts';
import { runCommand } from '../onboardings/run-command.ts';
import { checkFiles } from './keep-files.ts';

export interface Upload {
  taskId: string;
  name: string;
  bytes: Buffer;
  actor: Actor;
}

/** Throws invalid_input with why the file is not taken, and scanner_unavailable. */
export async function addDocument(
  deps: ChangeDeps & { scanner: VirusScanPort | null },
  { taskId, name, bytes, actor }: Upload,
): Promise<void> {
  const { kept, refused } = await checkFiles(deps.scanner, [{ name, bytes }]);
  const [file] = kept;
  if (!file) {
    const [{ name: called, reason } = { name, reason: 'it cannot be kept' }] = refused;
    throw new AppError('invalid_input', { message: `“${called}” was not taken: ${reason}` });
  }
  await runCommand(deps, {
    name: 'comment',
    subjectId: taskId,
    input: { body: `Added the document ${file.name}`, visibility: 'shared' },
    actor,
    also: (tx, onboardingId) =>
      storeDocuments(tx, kept, { onboardingId, taskId, addedById: actor.id, inboundMailId: null }, deps.clock.now()),
  });
}
