/** What people are told once, as it happens. What was told is marked, so that it is told anew only when it happens anew. */
import { isQuiet, wasUnderWay } from '../aboard.ts';
import { carerToHear, everybodyIn, isReachable, outOfReach } from '../chase/who.ts';
import { standInFor } from '../absence.ts';
import { cancelledMark, goLiveMark, heldMark, resumedMark } from '../marks.ts';
import type { IntentKind, Person, Task } from '../model.ts';
import type { Role } from '../playbook.ts';
import type { Pass } from './pass.ts';

const ourRoles: readonly Role[] = ['team.csm', 'team.implementation_manager'];

const isOpen = ({ status }: Task): boolean => status !== 'done' && status !== 'skipped';

export const unique = (people: readonly (Person | null)[]): Person[] => [
  ...new Map(people.filter((person) => person !== null).map((person) => [person.id, person])).values(),
];

/** Everybody of the customer and partners with a part in it: members, and owners of open tasks that they may see. */
const outsiders = (pass: Pass): Person[] => {
  const { members, tasks } = pass.state;
  const ids = [...members.map(({ personId }) => personId), ...tasks.filter(isOpen).map(({ ownerId }) => ownerId)];
  return unique(ids.map((id) => pass.person(id))).filter((person) => person.side !== 'team' && isReachable(person));
};

export const team = (pass: Pass): Person[] => everybodyIn(pass, ourRoles);

/** Says it to each person and marks it, unless the mark stands already; where there is nobody yet, whoever comes hears of it. */
const tellOnce = (
  pass: Pass,
  mark: string,
  people: readonly Person[],
  wish: { kind: IntentKind; rule: string; urgency?: 'now' | 'digest'; data?: Record<string, unknown>; key?: string },
): void => {
  const { chase } = pass.onboarding;
  if (chase[mark] !== undefined || people.length === 0) return;
  chase[mark] = pass.now;
  for (const { id } of people) {
    pass.tell({
      personId: id,
      kind: wish.kind,
      urgency: wish.urgency ?? 'digest',
      rule: wish.rule,
      key: [mark, wish.key ?? pass.now],
      data: wish.data ?? {},
      mark,
    });
  }
};

/** Marks of what is not so any more go, so that it is news when it comes back. */
export const forget = (pass: Pass, prefix: string, isCurrent: (mark: string) => boolean): void => {
  for (const mark of Object.keys(pass.onboarding.chase))
    if (mark.startsWith(prefix) && !isCurrent(mark)) delete pass.onboarding.chase[mark];
};

/** Everybody's first mail says what this is; their first tasks come in the same message, which do not wait for the day's. */
export const welcome = (pass: Pass): void => {
  if (wasUnderWay(pass.state)) return;
  const text = pass.playbook?.messages.welcome;
  for (const person of outsiders(pass)) {
    tellOnce(pass, `welcome:${person.id}`, [person], {
      kind: 'welcome',
      urgency: 'now',
      rule: 'the plan was published',
      key: 'once',
      data: text ? { text } : {},
    });
  }
};

export const goLiveNews = (pass: Pass): void => {
  const text = pass.playbook?.messages.goLive;
  const people = unique([...outsiders(pass), ...team(pass), ...everybodyIn(pass, ['crm.owner'])]);
  tellOnce(pass, goLiveMark, people, {
    kind: 'go_live',
    rule: 'go-live was approved',
    key: 'once',
    data: text ? { text } : {},
  });
};

/** Problems reach the CSM once each, however often they are found again. */
export const problems = (pass: Pass): void => {
  const { problems: found } = pass.onboarding;
  const markOf = ({ code, message }: (typeof found)[number]): string => `problem:${code}:${message}`;
  const current = new Set(found.map(markOf));
  forget(pass, 'problem:', (mark) => current.has(mark));
  if (isQuiet(pass.onboarding)) return;
  const people = unique([carerToHear(pass, 'problem')]);
  for (const problem of found) {
    const isAboutDeal = problem.code === 'amended' || problem.code.startsWith('deal_');
    tellOnce(pass, markOf(problem), people, {
      kind: isAboutDeal ? 'deal_changed' : 'problem',
      rule: isAboutDeal ? 'the deal changed in the CRM' : 'something is in the way',
      data: { reason: problem.message, fixBy: problem.fixBy },
    });
  }
};

/** Whom mails do not reach is asked no more; the CSM should know, once. */
export const bounces = (pass: Pass): void => {
  const { members, tasks, blockers, people } = pass.state;
  const owning = new Set([
    ...tasks.filter(isOpen).map(({ ownerId }) => ownerId),
    ...blockers.filter(({ resolvedAt }) => resolvedAt === null).map(({ personId }) => personId),
  ]);
  const ids = new Set([...members.map(({ personId }) => personId), ...owning]);
  const asked = new Set(tasks.filter((task) => isOpen(task) && task.readyAt !== null).map(({ ownerId }) => ownerId));
  const marks = new Set<string>();
  for (const person of people.filter(({ id }) => ids.has(id))) {
    const away = asked.has(person.id) ? standInFor(person, people, pass.now, pass.onboarding.timezone).reason : null;
    // what somebody does not want to hear of matters only where they own some of it
    const reason = (isReachable(person) && !owning.has(person.id) ? null : outOfReach(person)) ?? away;
    if (reason === null) continue;
    const mark = `bounce:${person.id}:${person.unreachableSince ?? person.deactivatedAt ?? person.absentUntil ?? ''}`;
    marks.add(mark);
    const detail =
      person.unreachableSince === null ? reason : `${reason}: ${person.unreachableReason ?? 'the address bounces'}`;
    tellOnce(pass, mark, unique([carerToHear(pass, 'bounce_notice', [person.id])]), {
      kind: 'bounce_notice',
      rule: 'somebody cannot be asked',
      data: { name: person.name, reason: detail },
    });
  }
  forget(pass, 'bounce:', (mark) => marks.has(mark));
};

export const holdNews = (pass: Pass): void => {
  const { onboarding } = pass;
  if (onboarding.status === 'on_hold') {
    // where the CRM holds it, the changed deal is told instead
    const people = onboarding.heldBy === 'crm' ? [] : team(pass).filter(({ id }) => id !== onboarding.heldBy);
    return tellOnce(pass, heldMark, people, {
      kind: 'held',
      rule: 'the onboarding was put on hold',
      key: onboarding.heldAt ?? pass.today,
    });
  }
  const resumedAt = onboarding.chase[resumedMark];
  if (resumedAt === undefined) return;
  delete onboarding.chase[resumedMark];
  const isPublished = onboarding.publishedAt !== null;
  for (const { id } of unique([...team(pass), ...(isPublished ? outsiders(pass) : [])])) {
    pass.tell({ personId: id, kind: 'resumed', urgency: 'digest', rule: 'the onboarding goes on', key: [resumedAt] });
  }
};

export const cancelNews = (pass: Pass): void => {
  const { cancelReason, heldBy } = pass.onboarding;
  const people = unique([...team(pass), ...everybodyIn(pass, ['crm.owner'])]).filter(({ id }) => id !== heldBy);
  tellOnce(pass, cancelledMark, people, {
    kind: 'deal_changed',
    rule: 'the onboarding was cancelled',
    key: 'once',
    data: { reason: `Cancelled: ${cancelReason ?? 'no reason was given'}` },
  });
};

export const transitionNews = (pass: Pass): void => {
  const people = unique([...team(pass), ...everybodyIn(pass, ['crm.owner', 'customer.lead'])]);
  tellOnce(pass, 'transitioned', people, { kind: 'transitioned', rule: 'the success handover is done', key: 'once' });
};
