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

/** Shows which mails it is about; only the button stops them. */
export function UnsubscribePage() {
  const { token } = route.useParams();
  const queries = useQueryClient();
  const query = useQuery(unsubscribeQuery(token));
  const [isBusy, setIsBusy] = useState(false);
  useTitle('Mails');
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
      {({ email, kindLabel, isUnsubscribed, topics, isInSlack }) => (
        <main className="task-page">
          <div className="task-body">
            <span className="outcome-icon tone-accent">
              <Icon name={isUnsubscribed ? 'check' : 'mail'} size={28} />
            </span>
            <section className="stack-tight" role="status">
              <h1>{isUnsubscribed ? 'You get no more of these mails' : 'Stop these mails?'}</h1>
              <p>
                Mails to {email} about <b>{kindLabel}</b>.{' '}
                {isUnsubscribed
                  ? 'Your colleagues see that we no longer write to you about this.'
                  : 'Other mails, and your tasks, are not affected.'}
              </p>
            </section>
            <div>
              {isUnsubscribed ? (
                <Button size="large" icon="undo" isPending={isBusy} onPress={() => set(true)}>
                  Send them again
                </Button>
              ) : (
                <Button look="primary" size="large" isPending={isBusy} onPress={() => set(false)}>
                  Stop these mails
                </Button>
              )}
            </div>
            <MailChoices key={JSON.stringify(topics)} token={token} preferences={{ topics, isInSlack }} />
          </div>
        </main>
      )}
    </QueryView>
  );
}
