/** Where whom we write back to opens the tasks it is about: by a link of their own, our people also in the console. */
import { createTaskLinks } from '../../db/links.ts';
import { linksToShared, type RepliedMessage } from '../../db/message-tasks.ts';
import type { ReplyDeps } from './deps.ts';

export async function taskPages(
  { db, clock, publicUrl }: Pick<ReplyDeps, 'db' | 'clock' | 'publicUrl'>,
  { personId, side, tasks }: Pick<RepliedMessage, 'personId' | 'side' | 'tasks'>,
): Promise<Map<string, string>> {
  const taskIds = [...new Set(tasks.map(({ taskId }) => taskId))];
  const shared = await createTaskLinks(db, await linksToShared(db, { taskIds, personId }, clock.now()));
  const inConsole = ({ taskId, onboardingId }: RepliedMessage['tasks'][number]): [string, string] => [
    taskId,
    `${publicUrl}/console/onboardings/${onboardingId}?task=${taskId}`,
  ];
  return new Map([
    ...(side === 'team' ? tasks.map(inConsole) : []),
    ...shared.map(({ taskId, token }): [string, string] => [taskId, `${publicUrl}/t/${token}`]),
  ]);
}
