/** What a person is asked for until it happens: the handoff, publishing, approvals. Each climbs a ladder of its own. */
import { localDate, workingDayFrom } from '../calendar.ts';
import { climb, rungInWords } from '../chase/ladder.ts';
import { carerToHear, everybodyIn, firstToHear } from '../chase/who.ts';
import { laterOf } from '../local-date.ts';
import type { IntentKind, Person } from '../model.ts';
import type { LadderRung, Role } from '../playbook.ts';
import { todayOf } from '../work-hours.ts';
import { type Pass, workStartOn } from './pass.ts';

export interface Ask {
  /** name in the onboarding's marks; see marks.ts */
  mark: string;
  kind: IntentKind;
  roles: readonly Role[];
  rungs: readonly LadderRung[];
  /** what is asked, in words */
  what: string;
  data: Record<string, unknown>;
}

const rung = (at: number, to: LadderRung['to'], repeatEvery: number | null = null): LadderRung => ({
  at,
  kind: at === 0 ? 'due' : 'overdue',
  to,
  orElse: null,
  repeatEvery,
});

/** At once, two business days later, then our manager after five, and every week. */
export const requestRungs: readonly LadderRung[] = [rung(0, 'owner'), rung(2, 'owner'), rung(5, 'team.manager', 5)];

const recipients = (pass: Pass, { roles, kind }: Ask, { to, orElse }: LadderRung): Person[] => {
  if (to === 'owner' || to === 'blocker_owner') return everybodyIn(pass, roles);
  const person = firstToHear(pass, orElse === null ? [to] : [to, orElse], kind) ?? carerToHear(pass, kind);
  return person ? [person] : [];
};

const waited = (at: number): string =>
  at === 0 ? 'asked at once' : `asked again after ${at} business ${at === 1 ? 'day' : 'days'}`;

/** Asks by the latest rung that has been reached. The clock runs in the calendar of whoever is asked first. */
export const ask = (pass: Pass, request: Ask): void => {
  const { chase } = pass.onboarding;
  const since = (chase[request.mark] ??= pass.now);
  const hours = pass.hoursOf(everybodyIn(pass, request.roles)[0] ?? null);
  // what comes up on a day off is planned at once, for the next working day
  const from = workingDayFrom(localDate(since, hours.timezone), hours.calendar);
  const { reached, nextOn } = climb(request.rungs, () => true, from, laterOf(from, todayOf(hours, pass.now)), hours);
  pass.wakeOn(nextOn, hours);
  if (reached === null) return;
  const mark = `${request.mark}#${reached.index}`;
  const on = workStartOn(reached.on, hours);
  const known = chase[mark];
  if (known !== undefined && known >= on) return;
  chase[mark] = on;
  const { at, kind } = reached.rung;
  const rule =
    kind === 'escalation' ? `${request.what}: ${rungInWords(reached.rung)}` : `${request.what}: ${waited(at)}`;
  for (const person of recipients(pass, request, reached.rung)) {
    pass.tell({
      personId: person.id,
      kind: request.kind,
      urgency: 'digest',
      rule,
      key: [mark, reached.on, since],
      data: request.data,
      channels: reached.rung.channels,
      mark: request.mark,
      notBefore: on,
    });
  }
};

/** Forgets what is not asked for any more, so that it can be asked anew. */
export const forgetAllBut = (
  pass: Pass,
  isCurrent: (mark: string) => boolean,
  isAsk: (mark: string) => boolean,
): void => {
  for (const mark of Object.keys(pass.onboarding.chase)) {
    if (isAsk(mark) && !isCurrent(mark.split('#')[0] ?? mark)) delete pass.onboarding.chase[mark];
  }
};
