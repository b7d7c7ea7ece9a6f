/** What an onboarding does without a person: resume on its day, publish where the playbook says so. */
import { isQuiet } from '../aboard.ts';
import { localDate } from '../calendar.ts';
import type { Outcome } from '../commands/outcome.ts';
import { publish } from '../commands/publish.ts';
import { resume } from '../commands/resume.ts';
import { isReachable } from '../chase/who.ts';
import { isHeldByCrm } from '../held-by-crm.ts';
import type { Actor, OnboardingState } from '../model.ts';
import type { AdvanceContext } from './pass.ts';

const gangway: Actor = { kind: 'system', id: null, label: 'Gangway' };

/** A hold by a person ends on its date; the CRM's own ends with the CRM. */
export const resumeWhenDue = (state: OnboardingState, { now, playbook }: AdvanceContext): Outcome => {
  const { status, resumeOn, timezone } = state.onboarding;
  const isMeant = status === 'on_hold' && !isHeldByCrm(state.onboarding);
  const isDue = isMeant && resumeOn !== null && resumeOn <= localDate(now, timezone);
  return isDue ? resume(state, {}, gangway, now, playbook) : { state, activity: [] };
};

/** Only where somebody of the customer would hear of it; else a person is asked to publish. */
export const publishByItself = (state: OnboardingState, { now, playbook }: AdvanceContext): Outcome => {
  const { onboarding, members, people, tasks } = state;
  const isAutomatic =
    onboarding.status === 'draft' && !isQuiet(onboarding) && playbook?.publish.mode === 'automatic' && tasks.length > 0;
  const lead = members.find(({ role }) => role === 'customer.lead')?.personId;
  const hasLead = isReachable(people.find(({ id }) => id === lead) ?? null);
  return isAutomatic && hasLead ? publish(state, {}, gangway, now, playbook) : { state, activity: [] };
};
