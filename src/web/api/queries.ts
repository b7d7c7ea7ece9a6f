import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { read, send, write } from './client.ts';
import type { Mapping, OwnLadders, PlaybookDetail, Query } from './types.ts';

/** Query keys by what a live event says has changed. */
export const keys = {
  portfolio: ['portfolio'],
  onboarding: (id: string) => ['onboarding', id],
  queue: ['queue'],
  ledger: ['ledger'],
  people: ['people'],
  apiKeys: ['api-keys'],
  system: ['system'],
  me: ['me'],
} as const;

type Portfolio = Omit<Query<'listOnboardings'>, 'cursor' | 'limit'>;
type Ledger = Omit<Query<'getLedger'>, 'cursor' | 'limit'>;

const pages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { next: string | null }) => last.next ?? undefined,
};

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => read('getMe', '/me', undefined, signal),
  staleTime: 300_000,
});

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: async ({ signal }) => {
    const status = await read('getSystemStatus', '/system/status', undefined, signal);
    return { ...status, offsetMs: Date.parse(status.businessNow) - Date.now() };
  },
  refetchInterval: 60_000,
});

export const backfillsQuery = queryOptions({
  queryKey: [...keys.system, 'backfills'],
  queryFn: ({ signal }) => read('listBackfills', '/backfills', undefined, signal),
});

export const backfillItemsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.system, 'backfills', id],
    queryFn: ({ pageParam, signal }) =>
      read('listBackfillItems', `/backfills/${id}/items`, { cursor: pageParam, limit: 100 }, signal),
    ...pages,
    placeholderData: (previous) => previous,
  });

/** Those of them that wait for their turn, as far as there is room to name them. */
export const stillChosenQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.system, 'backfills', id, 'chosen'],
    queryFn: ({ signal }) =>
      read('listBackfillItems', `/backfills/${id}/items`, { state: 'chosen', limit: 20 }, signal),
  });

/** It stands below `system`: a live event of that kind tells that a version was switched on or a field stopped. */
export const mappingQuery = (connectionId: string) =>
  queryOptions({
    queryKey: [...keys.system, 'mapping', connectionId],
    queryFn: ({ signal }) => read('getMapping', `/crm/connections/${connectionId}/mapping`, undefined, signal),
  });

export const mappingVersionQuery = (connectionId: string, version: number) =>
  queryOptions({
    queryKey: [...keys.system, 'mapping', connectionId, version],
    queryFn: ({ signal }) =>
      read('getMappingVersion', `/crm/connections/${connectionId}/mapping/versions/${version}`, undefined, signal),
  });

/** These ask the CRM each time; why it does not answer is said at once. */
const ofTheCrm = { retry: false } as const;

export const mappingChoicesQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['mapping-choices', connectionId],
    queryFn: ({ signal }) =>
      read('getMappingChoices', `/crm/connections/${connectionId}/mapping/choices`, undefined, signal),
    ...ofTheCrm,
  });

export const mappingPreviewQuery = (connectionId: string, dealId: string, content: Mapping) =>
  queryOptions({
    queryKey: ['mapping-preview', connectionId, dealId, content],
    queryFn: () =>
      write('previewMapping', 'POST', `/crm/connections/${connectionId}/mapping/preview`, { dealId, content }),
    staleTime: 0,
  });

export const portfolioQuery = (filter: Portfolio) =>
  infiniteQueryOptions({
    queryKey: [...keys.portfolio, filter],
    queryFn: ({ pageParam, signal }) =>
      read('listOnboardings', '/onboardings', { ...filter, cursor: pageParam, limit: 100 }, signal),
    ...pages,
    placeholderData: (previous) => previous,
  });

export const onboardingQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.onboarding(id), 'view'],
    queryFn: ({ signal }) => read('getOnboarding', `/onboardings/${id}`, undefined, signal),
  });

export const amendmentQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.onboarding(id), 'amendment'],
    queryFn: ({ signal }) => read('getAmendment', `/onboardings/${id}/amendment`, undefined, signal),
  });

export const nudgesQuery = (id: string, filter: { taskId?: string; personId?: string } = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.onboarding(id), 'nudges', filter],
    queryFn: ({ pageParam, signal }) =>
      read('getNudges', `/onboardings/${id}/nudges`, { ...filter, cursor: pageParam }, signal),
    ...pages,
  });

export const myPreferencesQuery = queryOptions({
  queryKey: [...keys.me, 'preferences'],
  queryFn: ({ signal }) => read('getMyPreferences', '/me/preferences', undefined, signal),
});

export const personWhyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.people, id, 'why'],
    queryFn: ({ pageParam, signal }) => read('getPersonWhy', `/people/${id}/why`, { cursor: pageParam }, signal),
    ...pages,
  });

export const storyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.onboarding(id), 'story'],
    queryFn: ({ pageParam, signal }) => read('getStory', `/onboardings/${id}/story`, { cursor: pageParam }, signal),
    ...pages,
  });

export const commentsQuery = (id: string, taskId: string) =>
  queryOptions({
    queryKey: [...keys.onboarding(id), 'comments', taskId],
    queryFn: ({ signal }) => read('getComments', `/onboardings/${id}/comments`, { taskId, limit: 100 }, signal),
  });

export const ledgerQuery = (filter: Ledger) =>
  infiniteQueryOptions({
    queryKey: [...keys.ledger, filter],
    queryFn: ({ pageParam, signal }) => read('getLedger', '/ledger', { ...filter, cursor: pageParam }, signal),
    ...pages,
    placeholderData: (previous) => previous,
  });

export const deadLettersQuery = (connectionId?: string) =>
  queryOptions({
    queryKey: [...keys.ledger, 'dead', connectionId ?? null],
    queryFn: ({ signal }) => read('listDeadLetters', '/ledger/dead-letters', { connectionId, limit: 200 }, signal),
    placeholderData: (previous) => previous,
  });

export const queueQuery = (isMine: boolean) =>
  queryOptions({
    queryKey: [...keys.queue, isMine],
    queryFn: ({ signal }) => read('getQueue', '/queue', { mine: isMine ? 'true' : 'false' }, signal),
    refetchInterval: 60_000,
    placeholderData: (previous) => previous,
  });

export const quarantineQuery = queryOptions({
  queryKey: [...keys.queue, 'quarantined'],
  queryFn: ({ signal }) => read('listQuarantine', '/inbox/quarantined', { limit: 200 }, signal),
});

export const failedSlackEventQuery = (eventId: string) =>
  queryOptions({
    queryKey: [...keys.queue, 'slack-event', eventId],
    queryFn: ({ signal }) => read('getFailedSlackEvent', `/slack-events/${eventId}`, undefined, signal),
  });

export const inboundMailQuery = (mailId: string) =>
  queryOptions({
    queryKey: [...keys.queue, 'mail', mailId],
    queryFn: ({ signal }) => read('getInboundMail', `/inbound-mails/${mailId}`, undefined, signal),
  });

export const myTasksQuery = queryOptions({
  queryKey: [...keys.portfolio, 'my-tasks'],
  queryFn: async ({ signal }) => {
    const mine = await read('getMyTasks', '/my-tasks', undefined, signal);
    return { ...mine, offsetMs: Date.parse(mine.now) - Date.now() };
  },
});

export const commentQuery = (commentId: string) =>
  queryOptions({
    queryKey: [...keys.queue, 'comment', commentId],
    queryFn: ({ signal }) => read('getComment', `/comments/${commentId}`, undefined, signal),
  });

export const mailAddressQuery = (onboardingId: string) =>
  queryOptions({
    queryKey: [...keys.onboarding(onboardingId), 'mail-address'],
    queryFn: ({ signal }) => read('getMailAddress', `/onboardings/${onboardingId}/mail-address`, undefined, signal),
    staleTime: Infinity,
  });

/** @param taskId absent: of the whole onboarding */
export const documentsQuery = (onboardingId: string, taskId?: string) =>
  queryOptions({
    queryKey: [...keys.onboarding(onboardingId), 'documents', ...(taskId === undefined ? [] : [taskId])],
    queryFn: ({ signal }) => read('listDocuments', `/onboardings/${onboardingId}/documents`, { taskId }, signal),
  });

export const peopleQuery = (filter: { side?: 'customer' | 'team' | 'partner'; search?: string }) =>
  queryOptions({
    queryKey: [...keys.people, filter],
    queryFn: ({ signal }) => read('listPeople', '/people', { ...filter, limit: 200 }, signal),
    placeholderData: (previous) => previous,
  });

export const slackWorkspacesQuery = queryOptions({
  queryKey: [...keys.system, 'slack'],
  queryFn: ({ signal }) => read('listSlackWorkspaces', '/slack/workspaces', undefined, signal),
});

export const playbooksQuery = queryOptions({
  queryKey: ['playbooks'],
  queryFn: ({ signal }) => read('listPlaybooks', '/playbooks', undefined, signal),
});

export const playbookQuery = (key: string) =>
  queryOptions({
    queryKey: ['playbooks', key],
    queryFn: ({ signal }) => send<PlaybookDetail>('GET', `/api/v1/playbooks/${encodeURIComponent(key)}`, { signal }),
  });

export const laddersQuery = (key: string) =>
  queryOptions({
    queryKey: ['playbooks', key, 'ladders'],
    queryFn: ({ signal }) => read('getLadders', `/playbooks/${encodeURIComponent(key)}/ladders`, undefined, signal),
  });

/** What is wrong with ladders as they are on the screen. */
export const ladderCheckQuery = (key: string, content: OwnLadders) =>
  queryOptions({
    queryKey: ['playbooks', key, 'ladder-check', content],
    queryFn: () => write('checkLadders', 'POST', `/playbooks/${encodeURIComponent(key)}/ladders/check`, { content }),
    placeholderData: (previous) => previous,
    staleTime: Infinity,
  });

export const dealsQuery = (search: string) =>
  queryOptions({
    queryKey: ['deals', search],
    queryFn: ({ signal }) => read('searchDeals', '/crm/deals', { search }, signal),
    enabled: search.trim().length >= 2,
    placeholderData: (previous) => previous,
    ...ofTheCrm,
  });

/** Below `people`: whoever leaves fills none. */
export const defaultRolesQuery = queryOptions({
  queryKey: [...keys.people, 'default-roles'],
  queryFn: ({ signal }) => read('getDefaultRoles', '/default-roles', undefined, signal),
});

export const apiKeysQuery = queryOptions({
  queryKey: keys.apiKeys,
  queryFn: ({ signal }) => read('listApiKeys', '/api-keys', undefined, signal),
});

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: ({ signal }) => read('getSignInOptions', '/auth/options', undefined, signal),
});
