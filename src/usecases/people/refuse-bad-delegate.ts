import { delegatesBehind, haveOnboardingInCommon } from '../../db/change-person.ts';
import type { Sql } from '../../db/database.ts';
import { peopleById } from '../../db/people.ts';
import { isSameCompany } from '../../domain/mail-domain.ts';
import type { Side } from '../../domain/model.ts';
import { AppError } from '../../errors.ts';

/**
 * Who stands in reads everything that its person would: one of ours what is internal, a customer what is that customer's.
 * So it is nobody of another side, and outside our team a colleague or somebody with a part in the same onboarding.
 */
export async function refuseBadDelegate(
  tx: Sql,
  person: { id: string; side: Side; email: string },
  delegateId: string | null | undefined,
): Promise<void> {
  if (!delegateId) return;
  const refuse = (message: string, ofField = message): never => {
    throw new AppError('invalid_input', { message, details: { errors: [{ path: 'delegateId', message: ofField }] } });
  };
  const [delegate] = await peopleById(tx, [delegateId]);
  if (!delegate) return refuse('There is no such delegate', 'unknown');
  if ((await delegatesBehind(tx, delegateId)).includes(person.id))
    refuse('They would stand in for each other', 'leads back to this person');
  if (delegate.side !== person.side) refuse('Somebody of the same side stands in');
  if (delegate.deactivatedAt !== null) refuse('They have left');
  const isColleague = person.side === 'team' || isSameCompany(delegate.email, person.email);
  if (!isColleague && !(await haveOnboardingInCommon(tx, person.id, delegateId)))
    refuse('Somebody of their company or of the same onboarding stands in');
}
