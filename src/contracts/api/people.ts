import { z } from 'zod';
import { isKnownPlace } from '../../domain/public-holidays.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import { admin, endpoint, member, viewer } from './endpoint.ts';
import { nudgeView, silenceView, upcomingNudge } from './nudge-views.ts';
import {
  id,
  instant,
  localDate,
  none,
  nothing,
  page,
  pageQuery,
  personRef,
  shortText,
  side,
  staffRole,
} from './values.ts';

export const personView = personRef.extend({
  staffRole: staffRole.nullable(),
  timezone: z.string().nullable(),
  locale: z.string(),
  workDays: z.array(z.number()),
  workStart: z.number(),
  workEnd: z.number(),
  holidayCountry: z.string().nullable(),
  absentFrom: localDate.nullable(),
  absentUntil: localDate.nullable(),
  delegate: personRef.nullable(),
  cover: personRef.nullable(),
  coverFrom: localDate.nullable(),
  coverUntil: localDate.nullable(),
  managerId: id.nullable(),
  unreachableSince: instant.nullable(),
  unreachableReason: z.string().nullable(),
  unsubscribed: z.array(z.string()),
  /** `<team id>:<user id>` */
  slack: z.string().nullable(),
  deactivatedAt: instant.nullable(),
});
const timezone = z.string().refine(isTimeZone, 'Not a time zone that we know, e.g. Europe/Berlin');
/** When somebody works, and who is asked while they are away; everybody's own to say. */
export const hoursFields = {
  timezone: timezone.nullable(),
  locale: z.enum(['en', 'de', 'fr', 'es']),
  workDays: z.array(z.number().int().min(1).max(7)).min(1),
  workStart: z.number().int().min(0).max(1439),
  workEnd: z.number().int().min(1).max(1440),
  holidayCountry: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'Write a country as DE, or with its region as DE-BY')
    .refine(isKnownPlace, 'No country or region whose public holidays are known, e.g. DE or DE-BY')
    .nullable(),
  absentFrom: localDate.nullable(),
  absentUntil: localDate.nullable(),
  delegateId: id.nullable(),
};
const personFields = {
  name: shortText,
  email: z.email(),
  ...hoursFields,
  coverId: id.nullable(),
  coverFrom: localDate.nullable(),
  coverUntil: localDate.nullable(),
  managerId: id.nullable(),
  staffRole: staffRole.nullable(),
};
export const listPeople = endpoint({
  id: 'listPeople',
  method: 'get',
  path: '/people',
  tag: 'People',
  summary: 'People by side, or by a part of their name or address',
  access: viewer,
  params: nothing,
  body: none,
  status: 200,
  query: pageQuery.extend({ side: side.optional(), search: z.string().max(100).optional() }),
  response: page(personView),
});
export const createPerson = endpoint({
  id: 'createPerson',
  method: 'post',
  path: '/people',
  tag: 'People',
  summary: 'Add a person',
  access: admin,
  params: nothing,
  query: nothing,
  status: 201,
  body: z.strictObject({ side, ...personFields }).partial({
    timezone: true,
    locale: true,
    workDays: true,
    workStart: true,
    workEnd: true,
    holidayCountry: true,
    absentFrom: true,
    absentUntil: true,
    delegateId: true,
    coverId: true,
    coverFrom: true,
    coverUntil: true,
    managerId: true,
    staffRole: true,
  }),
  response: personView,
});
export const updatePerson = endpoint({
  id: 'updatePerson',
  method: 'patch',
  path: '/people/:personId',
  tag: 'People',
  summary: 'Change a person; a corrected address makes them reachable again',
  access: member,
  params: z.object({ personId: id }),
  query: nothing,
  status: 200,
  body: z
    .strictObject({
      ...personFields,
      isDeactivated: z.boolean(),
      /** who they are in Slack, as `<team id>:<user id>`; goes before what their address suggests */
      slack: z
        .string()
        .regex(/^[A-Z0-9]{2,20}:[A-Z0-9]{2,20}$/, 'Write workspace and user as T024BE7LD:U023BECGF')
        .nullable(),
    })
    .partial(),
  response: personView,
});
export const tryMailAgain = endpoint({
  id: 'tryMailAgain',
  method: 'post',
  path: '/people/:personId/try-mail-again',
  tag: 'People',
  summary: 'Mail to their address is tried again, although it came back',
  access: member,
  params: z.object({ personId: id }),
  query: nothing,
  status: 200,
  body: none,
  response: personView,
});

const defaultRole = z.object({ role: shortText, label: z.string(), person: personRef.nullable() });
export const getDefaultRoles = endpoint({
  id: 'getDefaultRoles',
  method: 'get',
  path: '/default-roles',
  tag: 'People',
  summary: 'Who fills the roles of our team in new onboardings where nobody else is named',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ items: z.array(defaultRole) }),
});
export const setDefaultRole = endpoint({
  id: 'setDefaultRole',
  method: 'put',
  path: '/default-roles/:role',
  tag: 'People',
  summary: 'Name who fills a role of our team in new onboardings, or nobody',
  access: admin,
  params: z.object({ role: z.string().max(80) }),
  query: nothing,
  body: z.strictObject({ personId: id.nullable() }),
  status: 200,
  response: z.object({ items: z.array(defaultRole) }),
});

const reachedBy = z.object({
  channel: z.enum(['slack', 'email']),
  address: z.string(),
  unreachableSince: instant.nullable(),
  unreachableReason: z.string().nullable(),
});
export const personWhy = page(nudgeView).extend({
  person: personRef.extend({ timezone: z.string().nullable() }),
  channels: z.array(reachedBy),
  silences: z.array(silenceView),
  upcoming: z.array(upcomingNudge.extend({ onboarding: z.object({ id, name: z.string() }) })),
  /** when their digest looks again; null: nothing waits to be said */
  nextWakeAt: instant.nullable(),
  /** open onboardings of theirs, and for how many of them `upcoming` was played forward */
  onboardings: z.object({ open: z.number(), played: z.number() }),
});
export const getPersonWhy = endpoint({
  id: 'getPersonWhy',
  method: 'get',
  path: '/people/:personId/why',
  tag: 'People',
  summary: 'What somebody was told over all onboardings, what not and why, what comes next',
  access: viewer,
  params: z.object({ personId: id }),
  body: none,
  status: 200,
  query: pageQuery,
  response: personWhy,
});
