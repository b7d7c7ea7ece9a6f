import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { InstantText } from '../ui/date-text.tsx';
import { Menu } from '../ui/menu.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { Switch } from '../ui/tabs.tsx';
import { ReplyDialog } from './reply-dialog.tsx';
import { type Mail, mailPage, mailQuery, sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

export function MailDetail({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(mailQuery(id));
  return (
    <>
      <div className="column-head">
        <Button size="small" look="quiet" icon="chevronLeft" onPress={onBack}>
          All mails
        </Button>
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {(mail) => <Loaded mail={mail} />}
      </QueryView>
    </>
  );
}

function Loaded({ mail }: { mail: Mail }) {
  const { act } = useAct();
  const [isReplying, setIsReplying] = useState(false);
  const [form, setForm] = useState<'html' | 'text' | 'headers'>(mail.html ? 'html' : 'text');
  return (
    <div className="stack">
      <div className="stack-tight">
        <h2>{mail.subject}</h2>
        <p className="soft small">
          To {mail.to.join(', ')}, from {mail.from}, <InstantText at={mail.receivedAt} />
        </p>
      </div>
      <div className="toolbar">
        <Switch
          label="Show as"
          value={form}
          onChange={setForm}
          choices={[
            { key: 'html', label: 'As it looks' },
            { key: 'text', label: 'Plain text' },
            { key: 'headers', label: 'Headers' },
          ]}
        />
        <Button size="small" onPress={() => setIsReplying(true)}>
          Reply
        </Button>
        <Menu
          label="What happens to this mail"
          actions={[
            {
              label: 'A scanner fetches every link',
              icon: 'search',
              detail: 'As mail filters do; nothing may change by it',
              onAction: () => void act(() => sandboxActions.scanMail(mail.id), 'Every link was fetched'),
            },
            {
              label: 'It comes back as undeliverable',
              icon: 'undo',
              detail: 'Gangway learns that the address does not exist',
              onAction: () => void act(() => sandboxActions.bounceMail(mail.id), 'Sent back'),
            },
          ]}
        />
      </div>
      {isReplying && <ReplyDialog mail={mail} onClose={() => setIsReplying(false)} />}
      {form === 'html' && (
        <iframe
          className="mail-frame"
          title={mail.subject}
          src={mailPage(mail.id)}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
      {form === 'text' && <pre className="card card-body mail-text">{mail.text ?? 'This mail has no plain text.'}</pre>}
      {form === 'headers' && (
        <dl className="written">
          {mail.headers.map(({ name, value }, position) => (
            <div key={`${name}${String(position)}`}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {mail.links.length > 0 && (
        <section className="stack-tight">
          <h3>Links in it</h3>
          <ul className="stack-tight">
            {mail.links.map(({ url, label }) => (
              <li key={url + label}>
                <a href={url} target="_blank" rel="noreferrer" className="cell-wrap">
                  {label || url}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
