import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../api/client.ts';
import { pulseQuery } from '../api/link-queries.ts';
import type { Body } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { useTitle } from '../ui/page.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { Bone } from '../ui/skeleton.tsx';
import { Choices } from './choices.tsx';
import './task-page.css';

const route = getRouteApi('/p/$token');
type Answer = Body<'answerPulse'>['answer'];
const answers: readonly { key: Answer; label: string }[] = [
  { key: 'great', label: 'Very well' },
  { key: 'fine', label: 'All right' },
  { key: 'poor', label: 'Not well' },
];

/** How a customer is doing two weeks after go-live. Opening it answers nothing: mail scanners open links, too. */
export function PulsePage() {
  const { token } = route.useParams();
  const query = useQuery(pulseQuery(token));
  useTitle('How is it going?');
  return (
    <QueryView
      query={query}
      place="document"
      skeleton={
        <main className="task-page stack">
          <Bone height={32} />
          <Bone height={120} />
        </main>
      }
    >
      {({ isOpen, accountName, companyName }) => (
        <>
          <header className="task-top">
            <span className="strong">{companyName}</span>
            <span className="faint">{accountName}</span>
          </header>
          <main className="task-page">
            {isOpen ? <Question token={token} companyName={companyName} /> : <Answered companyName={companyName} />}
          </main>
        </>
      )}
    </QueryView>
  );
}

function Answered({ companyName }: { companyName: string }) {
  return (
    <div className="task-body">
      <span className="outcome-icon tone-accent">
        <Icon name="check" size={28} />
      </span>
      <section className="stack-tight" role="status">
        <h1>Thank you</h1>
        <p>Your contact at {companyName} knows how it is going.</p>
      </section>
    </div>
  );
}

function Question({ token, companyName }: { token: string; companyName: string }) {
  const queries = useQueryClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [comment, setComment] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const send = () => {
    if (answer === null) return;
    setIsBusy(true);
    const body: Body<'answerPulse'> = { answer, ...(comment.trim() !== '' && { comment: comment.trim() }) };
    write('answerPulse', 'POST', `/pulses/${encodeURIComponent(token)}`, body)
      .then(() => queries.invalidateQueries(pulseQuery(token)), sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="task-body">
      <section className="stack-tight">
        <h1>Two weeks live: how is it going?</h1>
        <p>Your answer goes to your contact at {companyName}.</p>
      </section>
      <Choices label="It goes" choices={answers} value={answer} onChange={setAnswer} />
      <TextField label="Anything we should know" isRequired={false} lines={3} value={comment} onChange={setComment} />
      <div>
        <Button look="primary" size="large" isPending={isBusy} isDisabled={answer === null} onPress={send}>
          Send
        </Button>
      </div>
    </div>
  );
}
