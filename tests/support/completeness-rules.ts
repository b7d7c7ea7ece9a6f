/** What a message has to name beside what it asks for, held against how the plan stood on the days around it. */
import { type CheckedPerson, type Complaint, localOf } from './chase-rules.ts';

/** How everything stood at one instant. */
export interface Standing {
  at: string;
  tasks: readonly StandingTask[];
}
interface StandingTask {
  id: string;
  name: string;
  ownerId: string | null;
  dueOn: string | null;
  /** somebody can work on it, and nothing is in the way */
  isOpen: boolean;
}
interface ReadMessage {
  to: string;
  arrivedAt: string;
  subject: string;
  text: string;
}

interface SeenPlan {
  status: string;
  tasks: readonly {
    id: string;
    name: string;
    owner: { id: string } | null;
    dueOn: string | null;
    isReady: boolean;
    status: string;
    snoozedUntil: string | null;
  }[];
}

export const standingOf = ({ status, tasks }: SeenPlan, at: string): Standing => ({
  at,
  tasks: tasks.map(({ id, name, owner, dueOn, isReady, status: is, snoozedUntil }) => ({
    id,
    name,
    ownerId: owner?.id ?? null,
    dueOn,
    isOpen:
      (status === 'active' || status === 'live') &&
      isReady &&
      (is === 'pending' || is === 'in_progress') &&
      (snoozedUntil ?? '') <= at.slice(0, 10),
  })),
});

/** Everything of its reader that is due or late stands in it, or is counted; and nothing stands there as due that is not. */
export function omissions(
  messages: readonly ReadMessage[],
  people: ReadonlyMap<string, CheckedPerson>,
  standings: readonly Standing[],
): Complaint[] {
  return messages.flatMap((message) => {
    const person = people.get(message.to);
    const before = standings.findLast(({ at }) => at <= message.arrivedAt);
    const after = standings.find(({ at }) => at >= message.arrivedAt);
    if (!person || !before || !after) return [];
    const { date } = localOf(message.arrivedAt, person.timezone);
    const said = `“${message.subject}” to ${person.name} on ${date}`;
    const mine = before.tasks.filter(({ ownerId }) => ownerId === person.id);
    const due = mine.filter((task) => isDue(task, date) && isSame(task, after));
    const missing = due.filter(({ name }) => !message.text.includes(name));
    const counted = Number(/^And (\d+) more/m.exec(dueListOf(message.text))?.[1] ?? 0);
    const names = new Set(mine.filter((task) => isDue(task, date) || !isSame(task, after)).map(({ name }) => name));
    return [
      ...(missing.length > counted
        ? [{ rule: 'all that is due is named', what: `${said} lacks ${missing.map(({ name }) => name).join(', ')}` }]
        : []),
      ...[...dueListOf(message.text).matchAll(/^ {2}- (.+?) – /gm)]
        .filter(([, name = '']) => !names.has(name))
        .map(([, name = '']) => ({ rule: 'what is named as due is due', what: `${said} names ${name}` })),
    ];
  });
}

const isDue = ({ isOpen, dueOn }: StandingTask, date: string): boolean => isOpen && dueOn !== null && dueOn <= date;

/** What changed between the two looks stood either way when the message was written. */
const isSame = (task: StandingTask, { tasks }: Standing): boolean => {
  const later = tasks.find(({ id }) => id === task.id);
  return later?.dueOn === task.dueOn && later.ownerId === task.ownerId && later.isOpen === task.isOpen;
};

const dueListOf = (text: string): string => /\nAlso due\n=+\n[\s\S]*?(?=\nNext days\n|\n-- \n)/.exec(text)?.[0] ?? '';
