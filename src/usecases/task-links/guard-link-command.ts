/** What a link may not do although its command may be sent by one. */
import type { CommandName } from '../../contracts/api/commands.ts';
import type { StoredLink } from '../../db/links.ts';
import type { OnboardingState } from '../../domain/model.ts';
import { ownerCommands } from '../../domain/permissions.ts';
import { AppError } from '../../errors.ts';

export interface LinkCommand {
  name: CommandName;
  input: Record<string, unknown>;
}

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/**
 * A binding task needs a signed-in person. A link may name people of this onboarding, or hand the task to somebody at the
 * same company: who holds a forwarded mail must not make us write to anybody.
 */
export function guardLinkCommand(
  { name, input }: LinkCommand,
  link: StoredLink,
  state: OnboardingState,
  isSignedIn: boolean,
): void {
  const task = state.tasks.find(({ id }) => id === link.taskId);
  if (!task) throw new AppError('not_found', { message: 'This task is no longer part of the plan' });
  if (ownerCommands(task, state.onboarding.status, isSignedIn).needsSignIn.some((command) => command === name)) {
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
  if (name === 'reassign' && !isSignedIn && typeof input['email'] === 'string') {
    const email = input['email'].toLowerCase();
    const isKnown =
      state.people.some((person) => person.email === email) || domainOf(email) === domainOf(link.personEmail);
    if (!isKnown)
      throw new AppError('forbidden', {
        message:
          'By this link the task can only go to a colleague at your company. Ask your contact with us for anybody else.',
        details: { needs: 'sign_in' },
      });
  }
}
