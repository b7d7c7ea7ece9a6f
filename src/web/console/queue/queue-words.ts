import type { QueueItem } from '../../api/types.ts';
import type { IconName } from '../../ui/icons.tsx';
import type { Tone } from '../../ui/tone.ts';

type Kind = QueueItem['kind'];

export const kindWords: Record<Kind, { title: string; icon: IconName; tone: Tone }> = {
  go_live: { title: 'Go-live to approve', icon: 'flag', tone: 'accent' },
  escalation: { title: 'Escalations that will go out', icon: 'bell', tone: 'late' },
  problem: { title: 'Problems to mend', icon: 'alert', tone: 'late' },
  draft: { title: 'Drafts to publish', icon: 'half', tone: 'accent' },
  gate: { title: 'Gates to approve', icon: 'lock', tone: 'accent' },
  handoff: { title: 'Sales handoffs that lack something', icon: 'handoff', tone: 'attention' },
  unreachable: { title: 'People our mail does not reach', icon: 'mail', tone: 'late' },
  check_in: { title: 'Check-ins to hold', icon: 'calendar', tone: 'accent' },
  failed_write: { title: 'CRM writes that failed', icon: 'ledger', tone: 'late' },
  set_aside: { title: 'Deals that could not be applied', icon: 'alert', tone: 'late' },
  quarantined: { title: 'Events that could not be read', icon: 'alert', tone: 'attention' },
  slack_event: { title: 'Failed in Slack', icon: 'alert', tone: 'attention' },
  no_onboarding: { title: 'Won deals without an onboarding', icon: 'portfolio', tone: 'neutral' },
  mail: { title: 'Answers by mail to look at', icon: 'mail', tone: 'accent' },
  comment: { title: 'Words to read or answer', icon: 'comment', tone: 'accent' },
  unclear_message: { title: 'Mails that may not have arrived', icon: 'mail', tone: 'attention' },
};

export const kindOrder: readonly Kind[] = [
  'go_live',
  'escalation',
  'problem',
  'draft',
  'gate',
  'handoff',
  'unreachable',
  'comment',
  'mail',
  'check_in',
  'failed_write',
  'set_aside',
  'quarantined',
  'slack_event',
  'no_onboarding',
  'unclear_message',
];
