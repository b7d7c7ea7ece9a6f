/** What whoever holds a link from a mail may see, signed in or not. */
import { queryOptions } from '@tanstack/react-query';
import { read } from './client.ts';

export const taskLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['task-link', token],
    queryFn: async ({ signal }) => {
      const view = await read('getTaskLink', `/task-links/${encodeURIComponent(token)}`, undefined, signal);
      return { ...view, offsetMs: Date.parse(view.now) - Date.now() };
    },
  });

export const pulseQuery = (token: string) =>
  queryOptions({
    queryKey: ['pulse', token],
    queryFn: ({ signal }) => read('getPulse', `/pulses/${encodeURIComponent(token)}`, undefined, signal),
  });

export const unsubscribeQuery = (token: string) =>
  queryOptions({
    queryKey: ['unsubscribe', token],
    queryFn: ({ signal }) => read('getUnsubscribe', `/unsubscribe/${encodeURIComponent(token)}`, undefined, signal),
  });

export const taskLinkDocumentsQuery = (token: string) =>
  queryOptions({
    queryKey: ['task-link', token, 'documents'],
    queryFn: ({ signal }) =>
      read('listTaskLinkDocuments', `/task-links/${encodeURIComponent(token)}/documents`, undefined, signal),
  });

export const onboardingDocumentsQuery = (token: string) =>
  queryOptions({
    queryKey: ['task-link', token, 'onboarding-documents'],
    queryFn: ({ signal }) =>
      read(
        'listOnboardingDocuments',
        `/task-links/${encodeURIComponent(token)}/onboarding-documents`,
        undefined,
        signal,
      ),
  });
