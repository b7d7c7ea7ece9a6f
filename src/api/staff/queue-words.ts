import type { z } from 'zod';
import type { queueItem } from '../../contracts/api/work.ts';
import type { QueueFact } from '../../db/queries/list-queue.ts';
import type { Speaker } from '../../usecases/messages/wording/speak.ts';
import { checkInName } from './story-sentences.ts';

type Item = z.output<typeof queueItem>;
type Words = (fact: QueueFact, speaker: Speaker) => { title: string; detail: string };

const of = (fact: QueueFact): string => fact.onboardingName ?? 'an onboarding';
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const providers: Record<string, string> = { hubspot: 'HubSpot', salesforce: 'Salesforce' };

const words: Record<QueueFact['kind'], Words> = {
  draft: (fact) => ({
    title: `Publish the plan of ${of(fact)}`,
    detail: `${fact.count} tasks from “${fact.subject ?? 'no playbook'}”, kickoff ${fact.detail ?? 'not set'}`,
  }),
  handoff: (fact, { dateOf }) => ({
    title: `The sales handoff of ${of(fact)} is incomplete`,
    detail: fact.detail ? `Sales was last asked on ${dateOf(fact.detail)}` : 'Sales has not been asked yet',
  }),
  problem: (fact) => ({ title: `${of(fact)}: ${fact.subject ?? 'something is wrong'}`, detail: fact.detail ?? '' }),
  quarantined: (fact) => ({
    title: `An event from ${providers[fact.subject ?? ''] ?? 'the CRM'} could not be read`,
    detail: fact.detail ?? 'No reason was kept',
  }),
  set_aside: (fact) => ({
    title: `What the CRM told of “${fact.subject ?? 'a deal'}” could not be applied`,
    detail: fact.detail ?? 'No reason was kept',
  }),
  slack_event: (fact) => ({
    title: fact.subject
      ? `What ${fact.subject} did in Slack could not be done`
      : 'Something from Slack could not be handled',
    detail: fact.detail ?? 'No reason was kept',
  }),
  failed_write: (fact) => ({
    title: `${fact.count === 1 ? 'A value' : `${fact.count} values`} could not be written to the CRM for ${of(fact)}`,
    detail: [fact.subject, fact.detail].filter(Boolean).join(': '),
  }),
  gate: (fact) => ({
    title: `Approve “${fact.detail ?? 'the gate'}” for ${of(fact)}`,
    detail: `Phase “${fact.subject ?? ''}” waits for it`,
  }),
  go_live: (fact) => ({ title: `Approve go-live of ${of(fact)}`, detail: 'Everything before it is done' }),
  escalation: (fact) => ({
    title: `“${fact.subject ?? 'A task'}” of ${of(fact)} is about to be escalated`,
    detail: `Due ${fact.detail ?? 'on no day'}; hold it if you know more`,
  }),
  unreachable: (fact) => ({ title: `${fact.subject ?? 'Somebody'} cannot be reached`, detail: fact.detail ?? '' }),
  check_in: (fact) => ({
    title: capital(`${checkInName(fact.subject ?? '')}: ${of(fact)}`),
    detail: `Due ${fact.detail ?? 'on no day'}`,
  }),
  no_onboarding: (fact) => ({
    title: `“${fact.subject ?? 'A won deal'}” was won and started no onboarding`,
    detail: fact.detail ?? '',
  }),
  unclear_message: (fact) => ({
    title: `${fact.subject ?? 'Somebody'} may not have got our message`,
    detail: fact.detail ?? '',
  }),
  comment: (fact) => ({
    title: `${fact.subject ?? 'Somebody'} wrote about ${of(fact)}`,
    detail: `“${fact.detail ?? ''}”`,
  }),
  mail: (fact) => ({
    title: fact.onboardingName
      ? `A mail from ${fact.subject ?? 'somebody'} about ${fact.onboardingName} waits for you`
      : `A mail from ${fact.subject ?? 'somebody'} waits for you`,
    detail: fact.detail ?? '',
  }),
};

/** An onboarding may have two problems of one kind, a phase two approvals: their ids end in a number. */
export function queueItems(facts: QueueFact[], personId: string | null, speaker: Speaker): Item[] {
  const seen = new Map<string, number>();
  return facts.map((fact) => {
    const item = queueItemOf(fact, personId, speaker);
    const count = (seen.get(item.id) ?? 0) + 1;
    seen.set(item.id, count);
    return count === 1 ? item : { ...item, id: `${item.id}:${count}` };
  });
}

function queueItemOf(fact: QueueFact, personId: string | null, speaker: Speaker): Item {
  const { title, detail } = words[fact.kind](fact, speaker);
  return {
    id: `${fact.kind}:${fact.onboardingId ?? ''}:${fact.subjectId ?? ''}`,
    kind: fact.kind,
    title: speaker.datesIn(title),
    detail: speaker.datesIn(detail),
    since: fact.since,
    onboardingId: fact.onboardingId,
    subjectId: fact.subjectId,
    isMine: personId !== null && fact.personIds.includes(personId),
    waitsFor: fact.personNames.length > 0 ? fact.personNames.join(', ') : null,
  };
}
