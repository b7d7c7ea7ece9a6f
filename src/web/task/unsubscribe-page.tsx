import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../api/client.ts';
import { unsubscribeQuery } from '../api/link-queries.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { Bone } from '../ui/skeleton.tsx';
import { MailChoices } from './mail-choices.tsx';
import './task-page.css';

const route = getRouteApi('/u/$token');

const wordsOf = {
  email: {
    icon: 'mail',
    what: 'mails',
    stopped: 'Your colleagues see that we no longer write to you about this.',
    kept: 'Other mails, and your tasks, are not affected.',
  },
  slack: {
    icon: 'bell',
    what: 'Slack messages',
    stopped: 'What you want to hear of by mail comes by mail instead.',
    kept: 'What you want to hear of by mail comes by mail instead. Other messages, and your tasks, are not affected.',
  },
} as const;

/** Shows which messages it is about; only the button stops them. */
export function UnsubscribePage() {
  const { token } = route.useParams();
  const queries = useQueryClient();
  const query = useQuery(unsubscribeQuery(token));
  const [isBusy, setIsBusy] = useState(false);
  useTitle('Messages');
  const set = (undo: boolean) => {
    setIsBusy(true);
    write('unsubscribe', 'POST', `/unsubscribe/${encodeURIComponent(token)}`, undo ? { undo } : {})
      .then(() => queries.invalidateQueries(unsubscribeQuery(token)), sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <QueryView
      query={query}
      place="document"
      skeleton={
        <main className="task-page stack">
          <Bone height={32} />
          <Bone height={48} />
        </main>
      }
    >
      {({ channel, email, kindLabel, isUnsubscribed, topics, isInSlack }) => {
        const { icon, what, stopped, kept } = wordsOf[channel];
        return (
          <main className="task-page">
            <div className="task-body">
              <span className="outcome-icon tone-accent">
                <Icon name={isUnsubscribed ? 'check' : icon} size={28} />
              </span>
              <section className="stack-tight" role="status">
                <h1>{isUnsubscribed ? `You get no more of these ${what}` : `Stop these ${what}?`}</h1>
                <p>
                  {channel === 'slack' ? 'Messages to you in Slack' : `Mails to ${email}`} about <b>{kindLabel}</b>.{' '}
                  {isUnsubscribed ? stopped : kept}
                </p>
              </section>
              <div>
                {isUnsubscribed ? (
                  <Button size="large" icon="undo" isPending={isBusy} onPress={() => set(true)}>
                    Send them again
                  </Button>
                ) : (
                  <Button look="primary" size="large" isPending={isBusy} onPress={() => set(false)}>
                    Stop these {what}
                  </Button>
                )}
              </div>
              <MailChoices key={JSON.stringify(topics)} token={token} preferences={{ topics, isInSlack }} />
            </div>
          </main>
        );
      }}
    </QueryView>
  );
}
