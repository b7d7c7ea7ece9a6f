/** Sign-in, task links, unsubscribing. GETs never change anything; mail scanners follow links. */
import { z } from 'zod';
import { anyone, endpoint, linkHolder } from './endpoint.ts';
import { id, instant, localDate, none, nothing, side } from './values.ts';
import { taskView } from './onboarding-views.ts';

export const token = z.string().regex(/^[A-Za-z0-9_-]{20,128}$/);
/** A path of ours to go on to, never another host. */
export const redirectPath = z
  .string()
  .regex(/^\/(?!\/)[\w/?=&.-]*$/)
  .max(300);
export const requestSignIn = endpoint({
  id: 'requestSignIn',
  method: 'post',
  path: '/auth/sign-in',
  tag: 'Sign-in',
  summary: 'Ask for a sign-in link and code; the answer is the same for unknown addresses',
  access: anyone,
  params: nothing,
  query: nothing,
  status: 202,
  isRepeatable: false,
  body: z.strictObject({ email: z.email(), redirectTo: redirectPath.optional() }),
  response: z.object({ expiresInMinutes: z.number().int() }),
});
export const createSession = endpoint({
  id: 'createSession',
  method: 'post',
  path: '/auth/sessions',
  tag: 'Sign-in',
  summary: 'Sign in with the link’s token or the code',
  access: anyone,
  params: nothing,
  query: nothing,
  status: 201,
  isRepeatable: false,
  body: z.union([z.strictObject({ token }), z.strictObject({ email: z.email(), code: z.string().regex(/^\d{8}$/) })]),
  response: z.object({ redirectTo: z.string() }),
});
export const endSession = endpoint({
  id: 'endSession',
  method: 'delete',
  path: '/auth/sessions/current',
  tag: 'Sign-in',
  summary: 'Sign out; also of a session that has ended',
  access: anyone,
  params: nothing,
  query: nothing,
  body: none,
  status: 204,
  response: none,
});
export const getSignInOptions = endpoint({
  id: 'getSignInOptions',
  method: 'get',
  path: '/auth/options',
  tag: 'Sign-in',
  summary: 'How one can sign in here',
  access: anyone,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({
    oidc: z.object({ label: z.string() }).nullable(),
    companyName: z.string(),
    /** mails go to a mailbox on this machine, not into the world */
    isSandboxOn: z.boolean(),
  }),
});

export const taskLinkView = z.object({
  person: z.object({ id, name: z.string(), email: z.string() }),
  companyName: z.string(),
  onboarding: z.object({
    name: z.string(),
    accountName: z.string(),
    status: z.string(),
    progress: z.number(),
    goLiveOn: localDate.nullable(),
  }),
  task: taskView.omit({ owner: true, nudgeCount: true, lastNudgedAt: true, holdUntil: true, ticket: true }),
  waitsFor: z.array(
    z.object({ what: z.string(), side, person: z.string().nullable(), expectedOn: localDate.nullable() }),
  ),
  /** what this person is asked for, where the task waits for them; the task itself may be somebody else's */
  askedFor: z.array(z.object({ id, what: z.string(), expectedOn: localDate.nullable() })),
  isOwner: z.boolean(),
  comments: z.array(z.object({ author: z.string(), body: z.string(), createdAt: instant })),
  /** what the playbook asks. null: the task is no form */
  form: z
    .object({
      title: z.string(),
      isAnswered: z.boolean(),
      fields: z.array(
        z.object({
          key: z.string(),
          label: z.string(),
          kind: z.enum(['text', 'long_text', 'choice', 'date', 'number', 'email', 'file']),
          required: z.boolean(),
          options: z.array(z.string()),
        }),
      ),
    })
    .nullable(),
  nextMilestone: z.object({ name: z.string(), targetOn: localDate.nullable() }).nullable(),
  unblocks: z.array(z.object({ name: z.string(), side, owner: z.string().nullable() })),
  contact: z.object({ name: z.string(), email: z.string() }).nullable(),
  colleagues: z.array(z.object({ id, name: z.string(), side })),
  can: z.array(z.string()),
  /** what the link alone is not enough for: sign in as this person and come back */
  needsSignIn: z.array(z.string()),
  today: localDate,
  now: instant,
});
const byToken = z.object({ token });
export const getTaskLink = endpoint({
  id: 'getTaskLink',
  method: 'get',
  path: '/task-links/:token',
  tag: 'Task links',
  summary: 'The one task that the link was sent for',
  access: linkHolder,
  params: byToken,
  query: nothing,
  body: none,
  status: 200,
  response: taskLinkView,
});
export const renewTaskLink = endpoint({
  id: 'renewTaskLink',
  method: 'post',
  path: '/task-links/:token/renew',
  tag: 'Task links',
  summary: 'Mail a new link to the person an expired one was sent to',
  access: anyone,
  params: byToken,
  query: nothing,
  body: nothing,
  status: 202,
  isRepeatable: false,
  response: none,
});
