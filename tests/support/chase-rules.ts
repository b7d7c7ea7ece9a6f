/**
 * What people may expect of chasing, checked against every message that arrived. Written without any of the product's
 * code: its own calendar, from Intl alone, and holidays by their definitions.
 */
export interface CheckedPerson {
  id: string;
  name: string;
  email: string;
  side: string;
  timezone: string;
  /** ISO weekdays */
  workDays: number[];
  /** minutes after midnight */
  workStart: number;
  workEnd: number;
  country: 'DE' | 'US' | null;
  /** local dates, inclusive */
  absences: { from: string; until: string }[];
}
export interface CheckedMessage {
  id: string;
  by: 'mail' | 'slack';
  to: string;
  /** as the mail server or Slack saw it */
  arrivedAt: string;
  subject: string;
  kind: string;
  wishes: CheckedWish[];
}
export interface CheckedWish {
  kind: string;
  urgency: string;
  taskId: string | null;
  dueOn: string | null;
  /** of the blocker it is about; null: it is about the task */
  blockerOwner: CheckedPerson | null;
}
export interface CheckedTask {
  id: string;
  name: string;
  dueOn: string | null;
  doneAt: string | null;
  /** instants from which to which nobody could be asked: blocked, snoozed, on hold */
  rests: { from: string; until: string | null }[];
  readyAt: string | null;
}

const formats = new Map<string, Intl.DateTimeFormat>();
export function localOf(instant: string, timezone: string): { date: string; minutes: number; weekday: number } {
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(timezone, format);
  const part = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const date = `${part['year']}-${part['month']}-${part['day']}`;
  return { date, minutes: Number(part['hour']) * 60 + Number(part['minute']), weekday: weekdayOf(date) };
}

const dayMs = 86_400_000;
const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);
export const plusDays = (date: string, days: number): string =>
  new Date(utc(date) + days * dayMs).toISOString().slice(0, 10);
const weekdayOf = (date: string): number => ((new Date(utc(date)).getUTCDay() + 6) % 7) + 1;

/** Anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

const nthMonday = (year: number, month: number, nth: number): string => {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return plusDays(first, ((8 - weekdayOf(first)) % 7) + (nth - 1) * 7);
};

/** National holidays from February to May. */
export function holidaysOf(country: CheckedPerson['country'], year: number): Record<string, string> {
  if (country === 'DE') {
    const easter = easterSunday(year);
    return {
      [plusDays(easter, -2)]: 'Good Friday',
      [plusDays(easter, 1)]: 'Easter Monday',
      [`${year}-05-01`]: 'Labour Day',
      [plusDays(easter, 39)]: 'Ascension',
      [plusDays(easter, 50)]: 'Whit Monday',
    };
  }
  if (country === 'US') {
    const lastMonday = plusDays(nthMonday(year, 6, 1), -7);
    return { [nthMonday(year, 2, 3)]: 'Washington’s Birthday', [lastMonday]: 'Memorial Day' };
  }
  return {};
}

export const isWorkday = (person: CheckedPerson, date: string): boolean =>
  person.workDays.includes(weekdayOf(date)) && holidaysOf(person.country, Number(date.slice(0, 4)))[date] === undefined;

/** Workdays from one date to another, the first not counted; a date on a day off stands for the next workday. */
export function workdaysBetween(person: CheckedPerson, from: string, to: string): number {
  let start = from;
  while (!isWorkday(person, start)) start = plusDays(start, 1);
  const [first, last, sign] = start <= to ? [start, to, 1] : [to, start, -1];
  let count = 0;
  for (let date = plusDays(first, 1); date <= last; date = plusDays(date, 1)) if (isWorkday(person, date)) count += 1;
  return sign * count;
}

export interface Complaint {
  rule: string;
  what: string;
}

/** These do not wait for the day's one message. */
const mayComeBesides = (wish: CheckedWish): boolean => wish.urgency === 'now';

export function complaintsAbout(
  messages: readonly CheckedMessage[],
  people: ReadonlyMap<string, CheckedPerson>,
  tasks: ReadonlyMap<string, CheckedTask>,
  /** by task */
  owners: ReadonlyMap<string, CheckedPerson>,
): Complaint[] {
  const complaints: Complaint[] = [];
  const digests = new Map<string, string>();
  const seen = new Set<string>();
  for (const message of messages) {
    const person = people.get(message.to);
    if (!person) {
      complaints.push({ rule: 'known receiver', what: `${message.subject} to ${message.to}` });
      continue;
    }
    const local = localOf(message.arrivedAt, person.timezone);
    const said = `“${message.subject}” to ${person.name} at ${local.date} ${clock(local.minutes)} ${person.timezone}`;
    const complain = (rule: string): void => void complaints.push({ rule, what: said });
    if (seen.has(message.id)) complain('arrives once');
    seen.add(message.id);
    if (!isWorkday(person, local.date)) complain('on their working days');
    if (local.minutes < person.workStart || local.minutes >= person.workEnd) complain('in their working hours');
    if (person.absences.some(({ from, until }) => from <= local.date && local.date <= until))
      complain('not while they are away');
    const key = `${person.id} ${local.date}`;
    if (!message.wishes.every(mayComeBesides)) {
      if (digests.has(key)) complain(`one message a day (the other: ${digests.get(key)})`);
      digests.set(key, message.subject);
    }
    for (const wish of message.wishes)
      complaints.push(...complaintsAboutWish(wish, message, person, tasks, owners, said));
  }
  return complaints;
}

const asks = new Set(['task_ready', 'reminder', 'due', 'overdue']);
const earliestDay: Record<string, number> = { reminder: -2, due: 0, overdue: 1, hold_notice: 2, escalation: 3 };

function complaintsAboutWish(
  wish: CheckedWish,
  { arrivedAt }: CheckedMessage,
  person: CheckedPerson,
  tasks: ReadonlyMap<string, CheckedTask>,
  owners: ReadonlyMap<string, CheckedPerson>,
  said: string,
): Complaint[] {
  const task = wish.taskId === null ? undefined : tasks.get(wish.taskId);
  const owner = wish.taskId === null ? undefined : owners.get(wish.taskId);
  if (!task) return [];
  const found: Complaint[] = [];
  const complain = (rule: string): void => void found.push({ rule, what: `${wish.kind} of ${task.name}: ${said}` });
  if (asks.has(wish.kind) && task.doneAt !== null && task.doneAt < arrivedAt)
    complain('nothing is asked for after it is done');
  if (
    asks.has(wish.kind) &&
    task.rests.some(({ from, until }) => from < arrivedAt && (until === null || arrivedAt < until))
  )
    complain('nothing is asked for while it rests');
  const first = earliestDay[wish.kind];
  if (first !== undefined && wish.dueOn !== null) {
    // what goes further goes by the working days of whoever was asked first: the owner, or of a blocker its own
    const isFurther = wish.kind === 'hold_notice' || wish.kind === 'escalation';
    const asked = wish.blockerOwner ?? owner;
    const counted = isFurther && asked ? [asked, person] : [person];
    const dueOn = wish.dueOn;
    const day = Math.max(...counted.map((who) => workdaysBetween(who, dueOn, localOf(arrivedAt, who.timezone).date)));
    if (day < first) complain(`not before day ${first} (it is day ${day})`);
  }
  return found;
}

/** A task that is late is never left in silence: somebody hears of it within every `days` calendar days. */
export function silences(
  messages: readonly CheckedMessage[],
  tasks: Iterable<CheckedTask>,
  owners: ReadonlyMap<string, CheckedPerson>,
  { until, days }: { until: string; days: number },
): Complaint[] {
  const complaints: Complaint[] = [];
  for (const task of tasks) {
    const owner = owners.get(task.id);
    if (task.dueOn === null || task.readyAt === null || !owner) continue;
    const end = [task.doneAt, until].filter((at) => at !== null).sort()[0] ?? until;
    const told = messages
      .filter(({ wishes }) => wishes.some(({ taskId }) => taskId === task.id))
      .map(({ arrivedAt }) => arrivedAt);
    const marks = [
      `${plusDays(task.dueOn, 1)}T12:00:00Z`,
      ...told,
      ...task.rests.flatMap((rest) => [rest.from, rest.until ?? end]),
    ]
      .filter((at) => at >= `${task.dueOn}T00:00:00Z` && at <= end)
      .sort();
    for (const [index, at] of [...marks, end].entries()) {
      const before = marks[index - 1];
      if (before === undefined) continue;
      const gapDays = (Date.parse(at) - Date.parse(before)) / dayMs;
      const rested = task.rests.some((rest) => rest.from <= before && (rest.until ?? end) >= at);
      if (gapDays > days && !rested)
        complaints.push({ rule: 'never silence', what: `${task.name}: nothing from ${before} to ${at}` });
    }
  }
  return complaints;
}

export const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
