/** What a link may not do although its command may be sent by one. */
import { z } from 'zod';
import type { CommandName } from '../../contracts/api/commands.ts';
import type { StoredLink } from '../../db/links.ts';
import type { OnboardingState } from '../../domain/model.ts';
import { isSameCompany } from '../../domain/mail-domain.ts';
import { linkCommands } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';

export interface LinkCommand {
  name: CommandName;
  input: Record<string, unknown>;
}

const named = z.looseObject({ email: z.string() });

/** The address of whom the command names anew. */
function namedBy({ name, input }: LinkCommand): string | null {
  if (name !== 'reassign' && name !== 'complete') return null;
  const { success, data } = named.safeParse(name === 'complete' ? input['person'] : input);
  return success ? data.email.toLowerCase() : null;
}

/**
 * Who is asked for what the task waits for acts on that alone. A binding task needs a signed-in person. A link may name people of this onboarding, or hand the task or a role to
 * somebody at the same company: who holds a forwarded mail must not make us write to anybody.
 */
export function guardLinkCommand(
  command: LinkCommand,
  link: StoredLink,
  state: OnboardingState,
  isSignedIn: boolean,
): void {
  const { name, input } = command;
  const task = state.tasks.find(({ id }) => id === link.taskId);
  if (!task) throw new AppError('not_found', { message: 'This task is no longer part of the plan' });
  const { mayAct } = link;
  const { can, needsSignIn } = linkCommands(task, state.onboarding.status, { mayAct, isSignedIn });
  if (!mayAct && !can.some((asked) => asked === name))
    throw new AppError('forbidden', {
      message: `${link.personName} is asked for what “${task.name}” waits for, not for the task itself`,
    });
  if (needsSignIn.some((binding) => binding === name)) {
    throw new AppError('forbidden', {
      message: `“${task.name}” is binding, so please sign in as ${link.personName} first`,
      details: { needs: 'sign_in' },
    });
  }
  if (
    name === 'block' &&
    typeof input['personId'] === 'string' &&
    !state.people.some(({ id }) => id === input['personId'])
  ) {
    throw new AppError('invalid_input', {
      message: 'This person has no part in the onboarding',
      details: { errors: [{ path: 'personId', message: 'unknown' }] },
    });
  }
  const email = isSignedIn ? null : namedBy(command);
  if (email === null || isSameCompany(email, link.personEmail)) return;
  if (state.people.some((person) => person.email === email)) return;
  const what = name === 'reassign' ? 'the task can only go to' : 'you can only name';
  throw new AppError('forbidden', {
    message: `By this link ${what} a colleague at your company. Ask your contact with us for anybody else.`,
    details: { needs: 'sign_in' },
  });
}
