/** Which kinds of message a person wants, by which channel; and when they work, for our own people. */
import { z } from 'zod';
import { token } from './access.ts';
import { anyone, endpoint, person } from './endpoint.ts';
import { hoursFields } from './people.ts';
import { localDate, none, nothing, personRef } from './values.ts';

const topic = z.enum(['tasks', 'progress', 'escalations', 'portfolio']);
const preferences = z.object({
  email: z.string(),
  /** known there: what is not wanted by mail may still come in Slack */
  isInSlack: z.boolean(),
  /** `isWanted`: by mail */
  topics: z.array(z.object({ topic, label: z.string(), isWanted: z.boolean(), isWantedInSlack: z.boolean() })),
});
const unsubscribeView = preferences.extend({
  /** of the message that the link stood in, and what it stops */
  channel: z.enum(['email', 'slack']),
  kind: topic,
  kindLabel: z.string(),
  isUnsubscribed: z.boolean(),
});
const perTopic = z.strictObject({
  tasks: z.boolean().optional(),
  progress: z.boolean().optional(),
  escalations: z.boolean().optional(),
  portfolio: z.boolean().optional(),
});
/** per kind: whether it is wanted by mail, and below `slack` whether it is there; what is left out stays as it is */
const choice = perTopic.extend({ slack: perTopic.optional() });
const ownPreferences = preferences.extend({
  timezone: z.string().nullable(),
  locale: z.string(),
  workDays: z.array(z.number()),
  workStart: z.number(),
  workEnd: z.number(),
  holidayCountry: z.string().nullable(),
  absentFrom: localDate.nullable(),
  absentUntil: localDate.nullable(),
  delegate: personRef.nullable(),
});
const byToken = z.object({ token });

export const getUnsubscribe = endpoint({
  id: 'getUnsubscribe',
  method: 'get',
  path: '/unsubscribe/:token',
  tag: 'Task links',
  summary: 'Which messages the link would stop, by mail or in Slack, and which others its person wants',
  access: anyone,
  params: byToken,
  query: nothing,
  body: none,
  status: 200,
  response: unsubscribeView,
});
export const unsubscribe = endpoint({
  id: 'unsubscribe',
  method: 'post',
  path: '/unsubscribe/:token',
  tag: 'Task links',
  summary: 'Stop this kind of message in the link’s channel, mail (RFC 8058) or Slack, or allow it again',
  access: anyone,
  params: byToken,
  query: nothing,
  body: z.looseObject({ undo: z.boolean().optional() }),
  status: 200,
  isRepeatable: false,
  response: z.object({ isUnsubscribed: z.boolean() }),
});
export const chooseMailsByLink = endpoint({
  id: 'chooseMailsByLink',
  method: 'put',
  path: '/unsubscribe/:token',
  tag: 'Task links',
  summary: 'Choose which kinds of message the link’s person wants',
  access: anyone,
  params: byToken,
  query: nothing,
  body: choice,
  status: 200,
  response: unsubscribeView,
});
export const getMyPreferences = endpoint({
  id: 'getMyPreferences',
  method: 'get',
  path: '/me/preferences',
  tag: 'People',
  summary: 'Which messages I want, by which channel, and when I work',
  access: person,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: ownPreferences,
});
export const setMyPreferences = endpoint({
  id: 'setMyPreferences',
  method: 'put',
  path: '/me/preferences',
  tag: 'People',
  summary: 'Choose which messages I want, by which channel, and when I work',
  access: person,
  params: nothing,
  query: nothing,
  body: choice.extend(z.object(hoursFields).partial().shape),
  status: 200,
  response: ownPreferences,
});
