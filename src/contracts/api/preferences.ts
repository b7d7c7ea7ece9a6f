/** Which kinds of mail a person wants. */
import { z } from 'zod';
import { token } from './access.ts';
import { anyone, endpoint, person } from './endpoint.ts';
import { none, nothing } from './values.ts';

const topic = z.enum(['tasks', 'progress', 'escalations', 'portfolio']);
const preferences = z.object({
  email: z.string(),
  topics: z.array(z.object({ topic, label: z.string(), isWanted: z.boolean() })),
});
const unsubscribeView = preferences.extend({ kind: topic, kindLabel: z.string(), isUnsubscribed: z.boolean() });
/** per kind: whether it is wanted; what is left out stays as it is */
const choice = z.strictObject({
  tasks: z.boolean().optional(),
  progress: z.boolean().optional(),
  escalations: z.boolean().optional(),
  portfolio: z.boolean().optional(),
});
const byToken = z.object({ token });

export const getUnsubscribe = endpoint({
  id: 'getUnsubscribe',
  method: 'get',
  path: '/unsubscribe/:token',
  tag: 'Task links',
  summary: 'Which mails the link would stop, and which others its person wants',
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
  summary: 'Stop this kind of mail (RFC 8058), or allow it again',
  access: anyone,
  params: byToken,
  query: nothing,
  body: z.looseObject({ undo: z.boolean().optional() }),
  status: 200,
  response: z.object({ isUnsubscribed: z.boolean() }),
});
export const chooseMailsByLink = endpoint({
  id: 'chooseMailsByLink',
  method: 'put',
  path: '/unsubscribe/:token',
  tag: 'Task links',
  summary: 'Choose which kinds of mail the link’s person wants',
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
  summary: 'Which kinds of mail I want',
  access: person,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: preferences,
});
export const setMyPreferences = endpoint({
  id: 'setMyPreferences',
  method: 'put',
  path: '/me/preferences',
  tag: 'People',
  summary: 'Choose which kinds of mail I want',
  access: person,
  params: nothing,
  query: nothing,
  body: choice,
  status: 200,
  response: preferences,
});
