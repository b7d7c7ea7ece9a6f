import { useState } from 'react';
import { ApiError, write } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import { Banner } from '../ui/states.tsx';
import './task-page.css';

export const isExpired = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'link_expired' || error.status === 410);

export function ExpiredLink({ token }: { token: string }) {
  const [state, setState] = useState<'asked' | 'busy' | 'sent'>('asked');
  const [problem, setProblem] = useState<string | null>(null);
  useTitle('Link no longer valid');
  const renew = () => {
    setState('busy');
    write('renewTaskLink', 'POST', `/task-links/${encodeURIComponent(token)}/renew`, {}).then(
      () => setState('sent'),
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : 'That did not work.');
        setState('asked');
      },
    );
  };
  return (
    <main className="task-page">
      <div className="task-body">
        <span className="outcome-icon tone-accent">
          <Icon name={state === 'sent' ? 'mail' : 'clock'} size={28} />
        </span>
        <section className="stack-tight">
          <h1>{state === 'sent' ? 'Look into your mail' : 'This link is no longer valid'}</h1>
          <p>
            {state === 'sent'
              ? 'A new link is on its way to the address that this one was sent to.'
              : 'Links in our mails end after a while, or when the task goes to somebody else. Nothing is lost.'}
          </p>
        </section>
        {problem && (
          <div role="alert">
            <Banner tone="late" title={problem} />
          </div>
        )}
        {state !== 'sent' && (
          <div>
            <Button look="primary" size="large" icon="mail" isPending={state === 'busy'} onPress={renew}>
              Send me a new link
            </Button>
          </div>
        )}
      </div>
    </main>
  );
}
