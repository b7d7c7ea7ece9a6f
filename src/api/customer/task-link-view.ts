/** The one task a link was sent for, as its owner sees it: nothing internal, nobody else's work. */
import type { z } from 'zod';
import type { taskLinkView } from '../../contracts/api/access.ts';
import type { StoredLink } from '../../db/links.ts';
import type { TaskLinkFacts } from '../../db/queries/task-link-page.ts';
import { localDate } from '../../domain/calendar.ts';
import type { OnboardingState, Side, Task } from '../../domain/model.ts';
import { maySee, maySeeMilestone, linkCommands } from '../../domain/permissions.ts';
import type { Playbook } from '../../domain/playbook.ts';
import { taskForm } from '../../domain/task-form.ts';
import { AppError } from '../../errors.ts';
import { createPeople } from '../staff/onboarding-view/people-refs.ts';
import { taskView } from '../staff/onboarding-view/plan-view.ts';

export type TaskLinkView = z.output<typeof taskLinkView>;

interface Viewing {
  link: StoredLink;
  state: OnboardingState;
  facts: TaskLinkFacts;
  companyName: string;
  playbook: Playbook | null;
  /** of the blockers that this person is asked for */
  askedIds: ReadonlySet<string>;
  isSignedIn: boolean;
  now: Date;
}

const isOpen = (task: Task): boolean => task.status !== 'done' && task.status !== 'skipped';

export function viewTaskLink({
  link,
  state,
  facts,
  companyName,
  playbook,
  askedIds,
  isSignedIn,
  now,
}: Viewing): TaskLinkView {
  const { onboarding } = state;
  const task = state.tasks.find(({ id }) => id === link.taskId);
  if (!task) throw new AppError('not_found', { message: 'This task is no longer part of the plan' });
  const people = createPeople(state, []);
  const viewer = state.people.find(({ id }) => id === link.personId);
  const side = viewer?.side ?? 'customer';
  const sees = (other: Task): boolean => maySee(side, other.visibility);
  const form = taskForm(playbook, onboarding, task.key);
  const contact = people.inRole('team.csm') ?? people.inRole('crm.owner');
  const {
    owner: _owner,
    nudgeCount: _count,
    lastNudgedAt: _last,
    holdUntil: _hold,
    ...shown
  } = taskView(task, state, { people, now, side });
  const known = new Map(
    state.members.flatMap(({ personId }) =>
      personId && personId !== link.personId ? [[personId, people.ref(personId)] as const] : [],
    ),
  );
  return {
    person: { id: link.personId, name: link.personName, email: link.personEmail },
    companyName,
    onboarding: {
      name: onboarding.name,
      accountName: facts.accountName,
      status: onboarding.status,
      progress: onboarding.progress,
      goLiveOn: onboarding.targetGoLiveOn ?? onboarding.forecast?.p80 ?? null,
    },
    task: { ...shown, dependsOn: [] },
    waitsFor: waitsFor(task, state, sees),
    askedFor: state.blockers
      .filter(({ id, taskId, resolvedAt }) => taskId === task.id && resolvedAt === null && askedIds.has(id))
      .map(({ id, what, expectedOn }) => ({ id, what, expectedOn })),
    isOwner: task.ownerId === link.personId,
    comments: facts.comments,
    form: form && { ...form, isAnswered: task.formAnsweredAt !== null },
    nextMilestone: nextMilestone(task, state, side),
    unblocks: state.tasks
      .filter((other) => other.dependsOn.includes(task.id) && isOpen(other) && sees(other))
      .map((other) => ({ name: other.name, side: other.side, owner: people.name(other.ownerId) })),
    contact: contact ? { name: contact.name, email: contact.email } : null,
    colleagues: [...known.values()].flatMap((person) =>
      person ? [{ id: person.id, name: person.name, side: person.side }] : [],
    ),
    ...linkCommands(task, onboarding.status, { mayAct: link.mayAct, isSignedIn }),
    today: localDate(now.toISOString(), viewer?.timezone ?? onboarding.timezone),
    now: now.toISOString(),
  };
}

/** Open blockers, then unfinished tasks before it; of internal ones only that we are at it. */
function waitsFor(task: Task, state: OnboardingState, sees: (task: Task) => boolean): TaskLinkView['waitsFor'] {
  const names = new Map(state.people.map((person) => [person.id, person.name]));
  const blockers = state.blockers
    .filter((blocker) => blocker.taskId === task.id && blocker.resolvedAt === null)
    .map(({ what, side, personId, expectedOn }) => ({
      what,
      side,
      person: personId ? (names.get(personId) ?? null) : null,
      expectedOn,
    }));
  const before = isOpen(task) ? state.tasks.filter((other) => task.dependsOn.includes(other.id) && isOpen(other)) : [];
  return [
    ...blockers,
    ...before.map((other) => ({
      what: sees(other) ? other.name : 'Preparation on our side',
      side: other.side,
      person: sees(other) && other.ownerId ? (names.get(other.ownerId) ?? null) : null,
      expectedOn: other.dueOn,
    })),
  ];
}

function nextMilestone(task: Task, { milestones, tasks }: OnboardingState, side: Side): TaskLinkView['nextMilestone'] {
  const open = milestones.filter(({ id, status }) => status !== 'done' && maySeeMilestone(side, id, tasks));
  const next =
    open.find(({ id }) => id === task.milestoneId) ??
    open.toSorted((a, b) => (a.targetOn ?? '9999').localeCompare(b.targetOn ?? '9999'))[0];
  return next ? { name: next.name, targetOn: next.targetOn } : null;
}
