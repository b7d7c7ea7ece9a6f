/** An onboarding's own channel in Slack, where its playbook wants one: made once, people invited, good news posted. */
import { goLiveMark } from '../marks.ts';
import type { Instant, OnboardingState, PlannedIntent, SlackPayload } from '../model.ts';
import type { Pass } from './pass.ts';

const createdMark = 'slack:channel';
/** It could not be made. */
const closedMark = 'slack:closed';
const refusedMark = 'slack:refused';
const carers = ['team.csm', 'team.implementation_manager', 'team.manager', 'crm.owner'] as const;

/** What follows for the channel, each once. What was reached before there was a channel is no news. */
export const slackChannel = (pass: Pass): void => {
  const rule = pass.playbook?.slack ?? null;
  const { chase, status } = pass.onboarding;
  if (rule === null) return;
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

type Told = { state: OnboardingState; intents: PlannedIntent[] } | null;
interface About {
  name: string;
  reason: string;
}

/** There is no channel, and the CSM hears why, once. Null: that was known. */
export const closeSlackChannel = (state: OnboardingState, about: About, now: Instant): Told =>
  tellOnce(
    state,
    { mark: closedMark, kind: 'slack_channel_closed', rule: 'its channel in Slack could not be made' },
    about,
    now,
  );

/** Slack does not allow what the channel needs: the CSM hears why, once, while it is tried again. Null: that was known. */
export const refuseSlackChannel = (state: OnboardingState, about: About, now: Instant): Told =>
  tellOnce(state, { mark: refusedMark, kind: 'slack_channel_refused', rule: 'Slack refuses its channel' }, about, now);

function tellOnce(
  state: OnboardingState,
  { mark, kind, rule }: { mark: string; kind: 'slack_channel_closed' | 'slack_channel_refused'; rule: string },
  { name, reason }: About,
  now: Instant,
): Told {
  const { onboarding, members } = state;
  if (onboarding.chase[mark] !== undefined) return null;
  const personId = carers
    .map((role) => members.find((member) => member.role === role)?.personId ?? null)
    .find((id) => id !== null);
  const told = { ...state, onboarding: { ...onboarding, chase: { ...onboarding.chase, [mark]: now } } };
  if (personId === undefined) return { state: told, intents: [] };
  const intent: PlannedIntent = {
    dedupeKey: [onboarding.id, kind, personId].join(':'),
    personId,
    taskId: null,
    blockerId: null,
    kind,
    urgency: 'digest',
    rule,
    data: { name, reason },
    notBefore: now,
  };
  return { state: told, intents: [intent] };
}
