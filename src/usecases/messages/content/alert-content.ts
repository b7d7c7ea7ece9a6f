import type { OpenAlert } from '../../../db/alerts.ts';
import type { Person } from '../../../domain/model.ts';
import type { Speaker } from '../wording/speak.ts';
import type { MailContent } from './mail-content.ts';

const pageOf = ({ kind, subjectId }: OpenAlert): string => {
  switch (kind) {
    case 'crm_fields_stopped':
      return `/console/settings/mapping?connection=${subjectId}`;
    case 'crm_writes_failed':
      return '/console/ledger?view=dead';
    case 'crm_events_set_aside':
      return '/console/queue';
    case 'crm_revoked':
    case 'crm_forbidden':
    case 'mail_sender_refused':
      return '/console/settings';
  }
};

/** What happened, what was kept, what to do. */
export function alertContent(
  { alert, person, publicUrl }: { alert: OpenAlert; person: Person; publicUrl: string },
  speaker: Speaker,
): MailContent {
  const {
    words: { alerts, locale },
    fill,
  } = speaker;
  const words = alerts[alert.kind];
  const subject = fill(words.subject, { connection: alert.connectionName });
  return {
    locale,
    subject,
    preview: words.body,
    greeting: speaker.greet(person.name),
    intro: [],
    sections: [
      {
        heading: null,
        blocks: [
          {
            section: null,
            title: subject,
            subject,
            context: null,
            status: null,
            paragraphs: [words.body],
            facts: [{ label: alerts.detail, value: alert.detail }],
            list: null,
            button: { label: words.button, url: `${publicUrl}${pageOf(alert)}` },
          },
        ],
      },
    ],
    answer: null,
    also: [],
    code: null,
    footer: [alerts.why],
    unsubscribe: null,
  };
}
