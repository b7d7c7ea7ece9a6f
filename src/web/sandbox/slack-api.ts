/** What the page reads and does in the sandbox Slack. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type * as slack from '../../contracts/sandbox/slack.ts';
import { send } from '../api/client.ts';

export type SlackWorkspace = slack.SandboxSlackWorkspace;
export type SlackPerson = slack.SandboxSlackPerson;
export type SlackConversation = slack.SandboxSlackConversation;
export type SlackMessage = slack.SandboxSlackMessage;
export type SlackView = slack.SandboxSlackView;
export type SlackFault = slack.SandboxSlackFault;
export type SlackHeld = z.input<typeof slack.sandboxSlackHeldSchema>;
export type SlackValues = z.input<typeof slack.submitSandboxSlackViewSchema>['values'];
export type SlackAnswer = z.output<typeof slack.sandboxSlackAnswerSchema>;
type Press = z.input<typeof slack.pressInSandboxSlackSchema>;
type Submission = z.output<typeof slack.sandboxSlackSubmissionSchema>;
type Command = z.input<typeof slack.sandboxSlackCommandSchema>;

const base = '/sandbox/api/slack';

export const slackQuery = queryOptions({
  queryKey: ['sandbox', 'slack'],
  queryFn: ({ signal }) => send<SlackWorkspace>('GET', base, { signal }),
  refetchInterval: 2_000,
});

export const slackActions = {
  press: (body: Press) => send<SlackAnswer>('POST', `${base}/presses`, { body }),
  submit: (viewId: string, values: SlackValues) =>
    send<Submission>('POST', `${base}/views/${viewId}/submit`, { body: { values } }),
  suggest: (viewId: string, body: z.input<typeof slack.askSandboxSlackMenuSchema>) =>
    send<z.output<typeof slack.sandboxSlackOptionsSchema>>('POST', `${base}/views/${viewId}/options`, { body }),
  closeView: (viewId: string) => send<unknown>('DELETE', `${base}/views/${viewId}`),
  command: (body: Command) => send<SlackAnswer>('POST', `${base}/commands`, { body }),
  openHome: (userId: string) => send<SlackAnswer>('POST', `${base}/homes`, { body: { userId } }),
  shareLink: (channelId: string, body: { userId: string; url: string }) =>
    send<SlackAnswer>('POST', `${base}/conversations/${channelId}/links`, { body }),
  setArchived: (channelId: string, isArchived: boolean) =>
    send<unknown>('PUT', `${base}/conversations/${channelId}`, { body: { isArchived } }),
  addPerson: (body: { name: string; email: string }) => send<unknown>('POST', `${base}/people`, { body }),
  setStanding: (userId: string, standing: SlackPerson['standing']) =>
    send<unknown>('PUT', `${base}/people/${userId}`, { body: { standing } }),
  setApp: (state: SlackWorkspace['app']) => send<unknown>('PUT', `${base}/app`, { body: { state } }),
  setFaults: (faults: SlackFault[]) => send<unknown>('PUT', `${base}/faults`, { body: { faults } }),
};

/** What Slack shows beside what was pressed, when the app did not take it. */
export function failureOf({ status, failure }: SlackAnswer): string | null {
  switch (failure) {
    case null:
      return null;
    case 'http_timeout':
      return 'Gangway did not answer within three seconds.';
    case 'connection_failed':
      return 'Slack could not reach Gangway.';
    case 'http_error':
      return `Gangway answered with the status ${String(status)}.`;
  }
}
