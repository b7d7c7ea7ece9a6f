import { z } from 'zod';
import { endpoint, member, viewer } from './endpoint.ts';
import { nudgeView, silenceView, upcomingNudge } from './nudge-views.ts';
import { onboardingRow, onboardingView, storyEntry, amendmentView, commentView } from './onboarding-views.ts';
import { id, localDate, none, nothing, page, pageQuery, shortText } from './values.ts';

const byId = z.object({ onboardingId: id });
export const listOnboardings = endpoint({
  id: 'listOnboardings',
  method: 'get',
  path: '/onboardings',
  tag: 'Onboardings',
  summary: 'The portfolio',
  access: viewer,
  params: nothing,
  body: none,
  status: 200,
  query: pageQuery.extend({
    status: z.string().max(100).optional().describe('Comma-separated statuses'),
    health: z.enum(['on_track', 'at_risk', 'blocked']).optional(),
    personId: id.optional().describe('Who has a part in it, or covers for somebody who has'),
    search: z.string().max(100).optional(),
    sort: z.enum(['updated', 'target', 'health', 'name']).default('updated'),
  }),
  response: page(onboardingRow).extend({ counts: z.record(z.string(), z.number().int()) }),
});
export const startOnboarding = endpoint({
  id: 'startOnboarding',
  method: 'post',
  path: '/onboardings',
  tag: 'Onboardings',
  summary: 'Start an onboarding by hand: from a deal before it is won, or without one',
  access: member,
  params: nothing,
  query: nothing,
  status: 201,
  body: z.union([
    z.strictObject({
      connectionId: id,
      dealId: z.string().min(1).max(60),
      after: id
        .optional()
        .describe('The deal’s onboarding that was handed over: starts another one. Without it that one is answered'),
    }),
    z.strictObject({
      accountName: shortText,
      name: shortText.optional(),
      playbookKey: z.string().max(80),
      kickoffOn: localDate.optional(),
      lead: z.strictObject({ name: shortText, email: z.email() }).optional(),
    }),
  ]),
  response: z.object({ onboardingId: id, created: z.boolean() }),
});
export const getOnboarding = endpoint({
  id: 'getOnboarding',
  method: 'get',
  path: '/onboardings/:onboardingId',
  tag: 'Onboardings',
  summary: 'One onboarding with its plan',
  access: viewer,
  params: byId,
  query: nothing,
  body: none,
  status: 200,
  response: onboardingView,
});
export const getNudges = endpoint({
  id: 'getNudges',
  method: 'get',
  path: '/onboardings/:onboardingId/nudges',
  tag: 'Onboardings',
  summary: 'Who was told what, who was not and why, what comes next',
  access: viewer,
  params: byId,
  body: none,
  status: 200,
  query: pageQuery.extend({ taskId: id.optional(), personId: id.optional() }),
  response: page(nudgeView).extend({ silences: z.array(silenceView), upcoming: z.array(upcomingNudge) }),
});
export const getStory = endpoint({
  id: 'getStory',
  method: 'get',
  path: '/onboardings/:onboardingId/story',
  tag: 'Onboardings',
  summary: 'What happened, newest first',
  access: viewer,
  params: byId,
  query: pageQuery,
  body: none,
  status: 200,
  response: page(storyEntry),
});
export const getAmendment = endpoint({
  id: 'getAmendment',
  method: 'get',
  path: '/onboardings/:onboardingId/amendment',
  tag: 'Onboardings',
  summary: 'What the deal, as it is now, would change in the plan',
  access: viewer,
  params: byId,
  query: nothing,
  body: none,
  status: 200,
  response: amendmentView,
});
export const getComments = endpoint({
  id: 'getComments',
  method: 'get',
  path: '/onboardings/:onboardingId/comments',
  tag: 'Onboardings',
  summary: 'Comments, newest first',
  access: viewer,
  params: byId,
  query: pageQuery.extend({ taskId: id.optional() }),
  body: none,
  status: 200,
  response: page(commentView),
});
