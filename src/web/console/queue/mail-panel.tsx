import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { inboundMailQuery, keys } from '../../api/queries.ts';
import type { InboundMail, QueueItem } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog, SidePanel } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { capital } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { AnswerField } from './answer-field.tsx';
import { MailAttachments } from './mail-attachments.tsx';

/** A mail that no rule could act on: what it says, why it waits, and what accepting it would do. */
export function MailPanel({ item, onClose }: { item: QueueItem; onClose: () => void }) {
  const query = useQuery(inboundMailQuery(item.subjectId ?? ''));
  return (
    <SidePanel title={item.title} onClose={onClose}>
      <QueryView query={query} skeleton={<BoneRows rows={4} />}>
        {(mail) => <Mail mail={mail} onClosed={onClose} />}
      </QueryView>
    </SidePanel>
  );
}

function Mail({ mail, onClosed }: { mail: InboundMail; onClosed: () => void }) {
  const mayChange = useIsAtLeast('member');
  const queries = useQueryClient();
  const [isClosing, setIsClosing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [reason, setReason] = useState('');
  const [isNaming, setIsNaming] = useState(false);
  const [person, setPerson] = useState({ name: '', email: '' });
  const over = async (words: string) => {
    say(words);
    await queries.invalidateQueries({ queryKey: keys.queue });
    onClosed();
  };
  const accept = async (body: { person?: typeof person }) => {
    await write('acceptInboundMail', 'POST', `/inbound-mails/${mail.id}/accept`, body);
    await over(mail.proposal === null ? 'Closed' : 'Done');
  };
  const press = () => {
    if (mail.needsPerson) {
      setIsNaming(true);
      return;
    }
    setIsBusy(true);
    accept({})
      .catch(sayProblem)
      .finally(() => setIsBusy(false));
  };
  const reject = async () => {
    await write('rejectInboundMail', 'POST', `/inbound-mails/${mail.id}/reject`, { reason });
    await over('Closed');
  };
  const answer = async (body: string) => {
    await write('answerInboundMail', 'POST', `/inbound-mails/${mail.id}/answer`, { body });
    await over('Answered');
  };
  return (
    <section className="stack">
      <header className="stack-tight">
        <h2>{mail.subject || 'No subject'}</h2>
        <p className="soft">
          From {mail.from ?? 'nobody'}, <InstantText at={mail.receivedAt} />
          {mail.taskName && <>, about “{mail.taskName}”</>}
        </p>
      </header>
      {mail.reason !== null && <p className="strong">{capital(mail.reason)}</p>}
      {mail.onboardingId && (
        <p>
          <Link to="/console/onboardings/$onboardingId" params={{ onboardingId: mail.onboardingId }}>
            {mail.onboardingName}
          </Link>
        </p>
      )}
      {mail.text !== null && <Text whole={mail.text} own={mail.ownText ?? mail.text} />}
      {mail.attachments.length > 0 && <MailAttachments files={mail.attachments} />}
      {mayChange && (
        <div className="row">
          <Button isPending={isBusy} onPress={press}>
            {mail.proposal ?? 'It is seen to'}
          </Button>
          <Button onPress={() => setIsClosing(true)}>Close without doing anything</Button>
        </div>
      )}
      {mayChange && mail.mayAnswer && <AnswerField to={mail.sender ?? 'them'} onSend={answer} />}
      {mayChange && !mail.mayAnswer && mail.from !== null && (
        <p className="faint small">
          Gangway writes only to people of an onboarding, and {mail.from} is none of them: answer from your own mailbox,
          or add them to its people.
        </p>
      )}
      {isNaming && (
        <FormDialog
          title="Who is it?"
          verb="Complete the task"
          onClose={() => setIsNaming(false)}
          onSubmit={() => accept({ person })}
          isIncomplete={person.name.trim() === '' || !person.email.includes('@')}
        >
          <p className="soft">“{mail.taskName}” is done by naming somebody.</p>
          <TextField label="Name" isRequired value={person.name} onChange={(name) => setPerson({ ...person, name })} />
          <TextField
            label="Email"
            type="email"
            isRequired
            value={person.email}
            onChange={(email) => setPerson({ ...person, email })}
          />
        </FormDialog>
      )}
      {isClosing && (
        <FormDialog
          title="Close this mail"
          verb="Close it"
          onClose={() => setIsClosing(false)}
          onSubmit={reject}
          isIncomplete={reason.trim() === ''}
        >
          <TextField label="Why it needs nothing more" isRequired value={reason} onChange={setReason} />
        </FormDialog>
      )}
    </section>
  );
}

/** Our own mail below theirs would push what to do about it off the screen. */
function Text({ whole, own }: { whole: string; own: string }) {
  return (
    <>
      <p className="prose">{own}</p>
      {own.trim() !== whole.trim() && (
        <details>
          <summary>The whole mail, with what it quotes</summary>
          <p className="prose soft">{whole}</p>
        </details>
      )}
    </>
  );
}
