/** What the ladders would send next, were nothing to change: for people who ask "and then?". */
import { climb, ladderNamed, type ReachedRung, rungInWords } from './chase/ladder.ts';
import { isOpenTask } from './chase/task.ts';
import type { Instant, LocalDate, OnboardingState, Person, Task } from './model.ts';
import type { Playbook } from './playbook.ts';
import { todayOf, workHoursOf } from './work-hours.ts';

export interface PreviewedNudge {
  person: Person | null;
  taskName: string;
  kind: string;
  rule: string;
  on: LocalDate;
}

/** The next rung of every open, dated task that somebody owns, soonest first. Nothing while nobody is chased at all. */
export function previewChase(state: OnboardingState, playbook: Playbook | null, now: Instant): PreviewedNudge[] {
  const { onboarding, tasks } = state;
  if (onboarding.status !== 'active' && onboarding.status !== 'live' && onboarding.status !== 'draft') return [];
  return tasks
    .filter((task) => isOpenTask(task) && task.status !== 'blocked')
    .flatMap((task) => nextOf(task, state, playbook, now))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

function nextOf(task: Task, state: OnboardingState, playbook: Playbook | null, now: Instant): PreviewedNudge[] {
  const owner = state.people.find(({ id }) => id === task.ownerId);
  if (!owner || task.dueOn === null) return [];
  const hours = workHoursOf(owner, state.onboarding.timezone);
  const { rungs } = ladderNamed(playbook, task.ladder);
  const from =
    task.snoozedUntil !== null && task.snoozedUntil > todayOf(hours, now) ? task.snoozedUntil : todayOf(hours, now);
  const { nextOn } = climb(rungs, () => true, task.dueOn, from, hours);
  if (nextOn === null) return [];
  const { reached } = climb(rungs, () => true, task.dueOn, nextOn, hours);
  return reached
    ? [
        {
          person: personOf(reached, owner, state),
          taskName: task.name,
          kind: reached.rung.kind,
          rule: rungInWords(reached.rung),
          on: nextOn,
        },
      ]
    : [];
}

function personOf({ rung }: ReachedRung, owner: Person, { members, people }: OnboardingState): Person | null {
  if (rung.to === 'owner' || rung.to === 'blocker_owner') return owner;
  const of = (role: string): Person | null => {
    const personId = members.find((member) => member.role === role)?.personId;
    return people.find(({ id }) => id === personId) ?? null;
  };
  const meant = of(rung.to);
  return (meant === null || meant.id === owner.id) && rung.orElse !== null ? of(rung.orElse) : meant;
}
