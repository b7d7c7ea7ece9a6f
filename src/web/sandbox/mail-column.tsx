import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { InstantText } from '../ui/date-text.tsx';
import { SearchField } from '../ui/field.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { EmptyState } from '../ui/states.tsx';
import { MailDetail } from './mail-detail.tsx';
import { mailsQuery, type MailSummary, sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

const fits = ({ to, subject }: MailSummary, search: string): boolean =>
  `${to.join(' ')} ${subject}`.toLowerCase().includes(search.toLowerCase());

export function MailColumn() {
  const query = useQuery(mailsQuery);
  const { act, isBusy } = useAct();
  const [openId, setOpenId] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  if (openId) return <MailDetail id={openId} onBack={() => setOpenId(null)} />;
  return (
    <>
      <div className="column-head">
        <h2>Mailbox</h2>
        <Button
          size="small"
          isPending={isBusy}
          onPress={() => void act(sandboxActions.clearMails, 'The mailbox is empty')}
        >
          Empty it
        </Button>
      </div>
      <SearchField label="Search mails" placeholder="To or subject" value={search} onChange={setSearch} />
      <QueryView query={query} skeleton={<BoneRows rows={6} height={64} />}>
        {({ mails }) => {
          const shown = mails.filter((mail) => fits(mail, search));
          return shown.length === 0 ? (
            <EmptyState icon="mail" title={mails.length === 0 ? 'No mail yet' : 'No mail fits'}>
              Everything that Gangway sends to anybody arrives here: welcomes, tasks, reminders, sign-in links.
            </EmptyState>
          ) : (
            <ul className="card">
              {shown.map((mail) => (
                <li key={mail.id} className="sandbox-line">
                  <div className="sandbox-line-words">
                    <span className="spread small">
                      <span className="soft">{mail.to.join(', ')}</span>
                      <span className="faint">
                        <InstantText at={mail.receivedAt} />
                      </span>
                    </span>
                    <button type="button" className="row-open" onClick={() => setOpenId(mail.id)}>
                      {mail.subject}
                    </button>
                    <span className="cell-sub mail-preview">{mail.preview}</span>
                  </div>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
    </>
  );
}
