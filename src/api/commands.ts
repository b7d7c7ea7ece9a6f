/** Every command by one handler, for our people and for the holders of a task's link. */
import { z } from 'zod';
import { type CommandName, commands, linkBlocker } from '../contracts/api/commands.ts';
import { isAskedForBlocker } from '../db/asked-blockers.ts';
import { loadOnboarding } from '../db/load-onboarding.ts';
import type { Actor } from '../domain/model.ts';
import type { StoredLink } from '../db/links.ts';
import { AppError } from '../errors.ts';
import { guardLinkCommand } from '../usecases/task-links/guard-link-command.ts';
import { countByLink } from '../usecases/task-links/link-limits.ts';
import { isSignedInAs, openedLink } from './customer/task-links.ts';
import { actorOf, type Caller } from './http/caller.ts';
import type { Handler } from './http/handler.ts';

const anyInput = z.record(z.string(), z.unknown());
const bySubject = z.object({ subjectId: z.string() });

export const commandHandler =
  (name: CommandName): Handler =>
  ({ params, body, caller }, deps) =>
    deps.runCommand({
      name,
      subjectId: bySubject.parse(params).subjectId,
      input: anyInput.parse(body),
      actor: actorOf(caller),
    });

export const linkCommandHandler =
  (name: CommandName): Handler =>
  async (call, deps) => {
    const link = openedLink(call.link);
    const actor = linkActor(link, call.caller);
    await countByLink(deps.db, 'command', link.personId);
    const { state } = await loadOnboarding(deps.db, link.onboardingId);
    if (commands[name].subject === 'blocker') {
      const { blockerId, ...said } = z.looseObject(linkBlocker.shape).parse(call.body);
      const blocker = state.blockers.find(({ id, taskId }) => id === blockerId && taskId === link.taskId);
      if (!blocker || !(await isAskedForBlocker(deps.db, blockerId, link.personId, deps.clock.now())))
        throw new AppError('forbidden', { message: `${link.personName} is not asked for this` });
      return deps.runCommand({ name, subjectId: blockerId, input: said, actor });
    }
    const input = anyInput.parse(call.body);
    guardLinkCommand({ name, input }, link, state, isSignedInAs(link, call.caller));
    // whoever holds a link writes for everybody
    const said = name === 'comment' ? { ...input, visibility: 'shared' } : input;
    return deps.runCommand({ name, subjectId: link.taskId, input: said, actor });
  };

const linkActor = (link: StoredLink, caller: Caller): Actor =>
  isSignedInAs(link, caller)
    ? actorOf(caller)
    : { kind: 'link', id: link.personId, label: `the link sent to ${link.personName}` };
