/** Milestones that are reached: the team and the customer's lead hear of it in the day's message, and whoever did the work is thanked. */
import { everybodyIn, isReachable } from '../chase/who.ts';
import type { Milestone, Person } from '../model.ts';
import { maySeeMilestone } from '../permissions.ts';
import { forget, team, unique } from './news.ts';
import type { Pass } from './pass.ts';

/** How many of the milestone's tasks each of the customer's and partners' people did, of those that they may see. */
const doersOf = (pass: Pass, milestone: Milestone): { person: Person; did: number }[] => {
  const done = pass.state.tasks.filter(
    (task) => task.milestoneId === milestone.id && task.status === 'done' && task.visibility === 'shared',
  );
  const doers = unique(done.map(({ doneById }) => pass.person(doneById)));
  return doers
    .filter((person) => person.side !== 'team' && isReachable(person))
    .map((person) => ({ person, did: done.filter(({ doneById }) => doneById === person.id).length }));
};

/** Versions of before format 2 say what they said. */
const thanksDoers = ({ playbook }: Pass): boolean => playbook !== null && playbook.format >= 2;

export const milestonesReached = (pass: Pass): void => {
  const done = pass.state.milestones.filter(({ status }) => status === 'done');
  forget(pass, 'milestone:', (mark) => done.some(({ id }) => mark === `milestone:${id}`));
  for (const milestone of done) {
    // go-live has a message of its own
    if (milestone.isGoLive) continue;
    const customers = maySeeMilestone('customer', milestone.id, pass.state.tasks)
      ? everybodyIn(pass, milestone.isFirstValue ? ['customer.lead', 'customer.sponsor'] : ['customer.lead'])
      : [];
    const text = pass.playbook?.messages.milestoneDone;
    const mark = `milestone:${milestone.id}`;
    if (pass.onboarding.chase[mark] !== undefined) continue;
    const doers = thanksDoers(pass) ? doersOf(pass, milestone) : [];
    const thanked = new Map(doers.map(({ person, did }) => [person.id, did]));
    pass.onboarding.chase[mark] = pass.now;
    for (const { id } of unique([...team(pass), ...customers, ...doers.map(({ person }) => person)])) {
      const did = thanked.get(id);
      pass.tell({
        personId: id,
        kind: 'milestone_done',
        urgency: 'digest',
        rule: `“${milestone.name}” was reached${did === undefined ? '' : ', with work of theirs'}`,
        key: [mark, milestone.doneAt ?? pass.today],
        data: { milestone: milestone.name, ...(text ? { text } : {}), ...(did === undefined ? {} : { did }) },
        mark,
      });
    }
  }
};
