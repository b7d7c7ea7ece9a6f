import { AppError } from '../../errors.ts';
import type { Actor, OnboardingState } from '../../domain/model.ts';
import { planIds } from '../../domain/plan-ids.ts';
import type { StoredPlaybook } from '../../db/playbook-store.ts';
import type { Change } from '../change-onboarding.ts';

/** Before publication a person may choose another playbook; a draft is built anew from it. */
export function choosePlaybookByHand({
  state,
  stored,
  playbookKey,
  defaults,
  actor,
}: {
  state: OnboardingState;
  stored: StoredPlaybook[];
  playbookKey: string;
  defaults: Record<string, string>;
  actor: Actor;
}): Change {
  const { onboarding } = state;
  if (onboarding.status !== 'handoff' && onboarding.status !== 'draft')
    throw new AppError('not_allowed_now', { message: 'The plan is published; its playbook can no longer be changed' });
  const chosen = stored.find(({ playbook }) => playbook.key === playbookKey);
  if (!chosen) throw new AppError('not_found', { message: 'There is no such playbook', details: { playbookKey } });
  const ids = planIds(onboarding.id);
  const filled = new Map(state.members.map((member) => [member.role, member]));
  for (const { role } of chosen.playbook.roles) {
    const personId = defaults[role];
    if (personId && !filled.get(role)?.personId)
      filled.set(role, { id: ids('member', role), onboardingId: onboarding.id, role, personId });
  }
  return {
    state: {
      ...state,
      members: [...filled.values()],
      phases: [],
      milestones: [],
      tasks: [],
      integrationItems: [],
      onboarding: {
        ...onboarding,
        status: 'handoff',
        playbookVersionId: chosen.versionId,
        problems: onboarding.problems.filter(({ code }) => code !== 'no_playbook' && code !== 'playbook_invalid'),
      },
    },
    activity: [{ kind: 'playbook_chosen', subjectId: null, data: { playbook: chosen.playbook.name, by: actor.label } }],
  };
}
