import { goLiveGaps } from '../go-live.ts';
import type { Milestone } from '../model.ts';
import type { Playbook, Role } from '../playbook.ts';
import { renewalDate } from '../renewal.ts';
import { AppError } from '../../errors.ts';
import { actsFor, changeOnboarding, type Command, happened, notNow, requireStatus, unchanged } from './outcome.ts';

const usualRoles = ['team.csm', 'team.implementation_manager'] as const;

export const goLiveApprovers = (playbook: Pick<Playbook, 'goLive'> | null): readonly Role[] =>
  playbook?.goLive.approvers ?? usualRoles;

/**
 * The customer is live: the baseline of their health is kept, the renewal date set. Only whom the playbook names, or a
 * manager; only when everything before it is done.
 */
export const approveGoLive: Command<{ note?: string }> = (state, { note }, actor, now, playbook) => {
  if (state.onboarding.status === 'live') return unchanged(state);
  requireStatus(state, 'approve-go-live');
  const approvers = goLiveApprovers(playbook);
  if (!actsFor(state, actor, approvers)) {
    throw new AppError('forbidden', {
      message: 'Go-live is approved by whom the playbook names, or by a manager',
      details: { roles: approvers },
    });
  }
  const gaps = goLiveGaps(state);
  if (gaps.length > 0) throw notNow(`Not ready to go live: ${gaps.join('; ')}`);
  const { onboarding } = state;
  const reached = (milestone: Milestone): Milestone =>
    milestone.isGoLive && milestone.status !== 'done'
      ? { ...milestone, status: 'done', doneAt: now, doneById: actor.id }
      : milestone;
  const next = changeOnboarding(
    { ...state, milestones: state.milestones.map(reached) },
    {
      status: 'live',
      liveAt: now,
      renewalOn: renewalDate(onboarding, playbook, now),
      healthBaseline: {
        score: onboarding.health ?? 100,
        status: onboarding.healthStatus ?? 'on_track',
        reasons: onboarding.healthReasons,
        at: now,
      },
    },
  );
  return happened(next, 'live', null, { note: note ?? null, health: onboarding.health ?? 100 });
};
