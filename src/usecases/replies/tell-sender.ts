import { blockersAskedOf } from '../../db/asked-blockers.ts';
import { loadOnboarding } from '../../db/load-onboarding.ts';
import type { RepliedMessage } from '../../db/message-tasks.ts';
import { peopleById } from '../../db/people.ts';
import type { InboundMailRow } from '../../db/queries/list-inbound-mails.ts';
import { mayAct } from '../../db/task-rights.ts';
import type { CheckedFiles } from '../documents/keep-files.ts';
import { tellRefusedFiles } from './ask-back.ts';
import type { ReplyDeps } from './deps.ts';

interface Read extends Pick<CheckedFiles, 'refused'> {
  messageId: string | null;
}

/** Of a mail that a person agreed to: which files were not taken, to whoever has the address that it came from, where we know them. */
export async function tellSender(deps: ReplyDeps, mail: InboundMailRow, { messageId, refused }: Read): Promise<void> {
  const { senderId, onboardingId } = mail;
  if (refused.length === 0 || senderId === null || onboardingId === null) return;
  const [sender] = await peopleById(deps.db, [senderId]);
  if (!sender) return;
  const tasks = await theirTask(deps, { ...mail, senderId, onboardingId });
  const to = { personId: senderId, personName: sender.name, side: sender.side, tasks };
  const taskId = tasks[0]?.taskId ?? null;
  await tellRefusedFiles(deps, to, { messageId }, { refused, onboardingId, taskId });
}

/** None where it is not theirs to open. */
async function theirTask(
  { db, clock }: ReplyDeps,
  { senderId, onboardingId, taskId }: { senderId: string; onboardingId: string; taskId: string | null },
): Promise<RepliedMessage['tasks']> {
  if (taskId === null) return [];
  const target = { taskId, personId: senderId };
  const now = clock.now();
  if (!(await mayAct(db, target, now)) && (await blockersAskedOf(db, target, now)).length === 0) return [];
  const { state } = await loadOnboarding(db, onboardingId);
  return state.tasks
    .filter(({ id }) => id === taskId)
    .map(({ name, type, status }) => {
      const isBlocked = status === 'blocked';
      return { number: 1, taskId, blockerId: null, onboardingId, name, type, isBlocked };
    });
}
