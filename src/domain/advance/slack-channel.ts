/** An onboarding's own channel in Slack, where its playbook wants one: made once, people invited, good news posted. */
import { goLiveMark } from '../marks.ts';
import type { Instant, OnboardingState, PlannedIntent, SlackPayload } from '../model.ts';
import type { Pass } from './pass.ts';

const createdMark = 'slack:channel';
/** Archived or gone: nothing more happens there. */
const closedMark = 'slack:closed';
const carers = ['team.csm', 'team.implementation_manager', 'team.manager', 'crm.owner'] as const;

/** What follows for the channel, each once. What was reached before there was a channel is no news. */
export const slackChannel = (pass: Pass): void => {
  const rule = pass.playbook?.slack ?? null;
  const { chase, status } = pass.onboarding;
  if (rule === null || chase[closedMark] !== undefined) return;
  const once = (mark: string, payload: SlackPayload): void => {
    if (chase[mark] !== undefined) return;
    chase[mark] = pass.now;
    pass.effects.push({ step: mark.replaceAll(':', '_'), version: 1, payload });
  };
  const reached = pass.state.milestones.filter((milestone) => milestone.status === 'done' && !milestone.isGoLive);
  if (chase[createdMark] === undefined) {
    for (const { id } of reached) chase[`slack:milestone:${id}`] = pass.now;
    if (status === 'live') chase['slack:live'] = pass.now;
  }
  once(createdMark, { kind: 'slack_channel', pattern: rule.channel, isPrivate: rule.private });
  // the rest follows in the pass after it was made
  if (chase[createdMark] === pass.now) return;
  for (const { personId } of pass.state.members) {
    const member = pass.person(personId);
    if (member?.side === 'team' && member.deactivatedAt === null)
      once(`slack:invite:${member.id}`, { kind: 'slack_invite', personId: member.id });
  }
  const lead = pass.inRole('customer.lead');
  if (rule.shareWithCustomer && lead !== null)
    once(`slack:share:${lead.id}`, { kind: 'slack_share', personId: lead.id });
  for (const { id } of reached)
    once(`slack:milestone:${id}`, { kind: 'slack_post', about: 'milestone', milestoneId: id });
  if (chase[goLiveMark] !== undefined) once('slack:live', { kind: 'slack_post', about: 'go_live', milestoneId: null });
};

/** The channel is closed, and the CSM hears why, once. Null: that was known. */
export function closeSlackChannel(
  state: OnboardingState,
  { name, reason }: { name: string; reason: string },
  now: Instant,
): { state: OnboardingState; intents: PlannedIntent[] } | null {
  const { onboarding, members } = state;
  if (onboarding.chase[closedMark] !== undefined) return null;
  const personId = carers
    .map((role) => members.find((member) => member.role === role)?.personId ?? null)
    .find((id) => id !== null);
  const chase = { ...onboarding.chase, [closedMark]: now };
  return {
    state: { ...state, onboarding: { ...onboarding, chase } },
    intents:
      personId === undefined
        ? []
        : [
            {
              dedupeKey: [onboarding.id, 'slack_channel_closed', personId].join(':'),
              personId,
              taskId: null,
              blockerId: null,
              kind: 'slack_channel_closed',
              urgency: 'digest',
              rule: 'its channel in Slack was closed',
              data: { name, reason },
              notBefore: now,
            },
          ],
  };
}
