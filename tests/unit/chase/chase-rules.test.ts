/** The rules that check chasing must be able to complain. */
import { expect, test } from 'vitest';
import {
  type CheckedMessage,
  type CheckedPerson,
  type CheckedTask,
  complaintsAbout,
  easterSunday,
  holidaysOf,
  localOf,
  silences,
  workdaysBetween,
} from '../../support/chase-rules.ts';
import { omissions } from '../../support/completeness-rules.ts';

const ada: CheckedPerson = {
  id: 'ada',
  name: 'Ada',
  email: 'ada@acme.example',
  side: 'customer',
  timezone: 'Europe/Berlin',
  workDays: [1, 2, 3, 4, 5],
  workStart: 540,
  workEnd: 1020,
  country: 'DE',
  absences: [{ from: '2027-03-08', until: '2027-03-12' }],
};
const people = new Map([['ada', ada]]);
const task: CheckedTask = {
  id: 't',
  name: 'Security questionnaire',
  dueOn: '2027-03-18',
  doneAt: '2027-03-23T12:00:00.000Z',
  rests: [{ from: '2027-03-15T00:00:00.000Z', until: '2027-03-15T23:00:00.000Z' }],
  readyAt: 'yes',
};
const tasks = new Map([['t', task]]);
const owners = new Map([['t', ada]]);
let count = 0;
const message = (arrivedAt: string, kind = 'reminder', change: Partial<CheckedMessage> = {}): CheckedMessage => ({
  id: `m${++count}`,
  by: 'mail',
  to: 'ada',
  arrivedAt,
  subject: 'Due soon',
  kind: 'digest',
  wishes: [{ kind, urgency: 'digest', taskId: 't', dueOn: '2027-03-18', blockerOwner: null }],
  ...change,
});
const rules = (...messages: CheckedMessage[]): string[] =>
  complaintsAbout(messages, people, tasks, owners).map(({ rule }) => rule);

test('a good message gives no cause', () => {
  expect(rules(message('2027-03-16T08:00:00.000Z'), message('2027-03-18T08:00:00.000Z', 'due'))).toEqual([]);
});

test.each([
  ['on their working days', message('2027-03-20T10:00:00.000Z', 'overdue')],
  ['on their working days', message('2027-03-26T10:00:00.000Z', 'escalation')],
  ['in their working hours', message('2027-03-16T07:59:00.000Z')],
  ['in their working hours', message('2027-03-16T16:00:00.000Z')],
  ['not while they are away', message('2027-03-09T10:00:00.000Z', 'other')],
  ['nothing is asked for after it is done', message('2027-03-24T10:00:00.000Z', 'overdue')],
  ['nothing is asked for while it rests', message('2027-03-15T10:00:00.000Z', 'task_ready')],
  ['not before day 0 (it is day -1)', message('2027-03-17T10:00:00.000Z', 'due')],
  ['not before day 3 (it is day 2)', message('2027-03-22T10:00:00.000Z', 'escalation')],
  ['known receiver', message('2027-03-16T10:00:00.000Z', 'reminder', { to: 'nobody' })],
])('%s', (rule, given) => {
  expect(rules(given)).toContain(rule);
});

test('one message a day, once each', () => {
  const first = message('2027-03-16T08:00:00.000Z');
  expect(rules(first, message('2027-03-16T09:00:00.000Z'))).toEqual(['one message a day (the other: Due soon)']);
  expect(rules(first, first)).toContain('arrives once');
});

test('silence about what is late is heard', () => {
  const until = '2027-04-20T12:00:00.000Z';
  const open = { ...task, doneAt: null, rests: [] };
  const told = (...days: string[]) => days.map((day) => message(`${day}T09:00:00.000Z`, 'overdue'));
  const late = (messages: CheckedMessage[]) => silences(messages, [open], owners, { until, days: 11 }).length;
  expect(late(told('2027-03-19', '2027-03-30', '2027-04-09', '2027-04-19'))).toBe(0);
  expect(late(told('2027-03-19', '2027-03-22'))).toBe(1);
});

test('what is due and not named is missed', () => {
  const due = { id: 't', name: 'Security questionnaire', ownerId: 'ada', dueOn: '2027-03-18', isOpen: true };
  const other = { ...due, id: 'o', name: 'Export the list', dueOn: '2027-03-16' };
  const standing = (at: string, ...tasks: (typeof due)[]) => ({ at, tasks });
  const around = [standing('2027-03-18T06:00:00.000Z', due, other), standing('2027-03-18T20:00:00.000Z', due, other)];
  const rulesOf = (text: string, standings = around): string[] => {
    const mail = { to: 'ada', arrivedAt: '2027-03-18T08:00:00.000Z', subject: 'Due today', text };
    return omissions([mail], people, standings).map(({ rule }) => rule);
  };
  const also = (list: string): string => `Security questionnaire\n\nAlso due\n========\n\n${list}\n\n-- \n`;
  expect(rulesOf('Security questionnaire')).toEqual(['all that is due is named']);
  expect(rulesOf(also('  - Export the list – Was due'))).toEqual([]);
  expect(rulesOf(also('And 1 more'))).toEqual([]);
  expect(rulesOf(also('  - Export the list – Was due\n  - Choose a date – Due'))).toEqual([
    'what is named as due is due',
  ]);
  const done = standing('2027-03-18T20:00:00.000Z', due, { ...other, isOpen: false });
  expect(rulesOf('Security questionnaire', [...around.slice(0, 1), done])).toEqual([]);
});

test('its calendar is right where it can be looked up', () => {
  expect([2026, 2027, 2028, 2030].map(easterSunday)).toEqual(['2026-04-05', '2027-03-28', '2028-04-16', '2030-04-21']);
  expect(Object.keys(holidaysOf('US', 2027))).toEqual(['2027-02-15', '2027-05-31']);
  expect(localOf('2027-03-28T00:59:00Z', 'Europe/Berlin')).toMatchObject({ date: '2027-03-28', minutes: 119 });
  expect(localOf('2027-03-28T01:00:00Z', 'Europe/Berlin')).toMatchObject({ minutes: 180 });
  expect(workdaysBetween(ada, '2027-03-25', '2027-03-30')).toBe(1);
});
