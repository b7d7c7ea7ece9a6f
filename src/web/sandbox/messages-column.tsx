import { Switch } from '../ui/tabs.tsx';
import { MailColumn } from './mail-column.tsx';
import { SlackColumn } from './slack-column.tsx';

type Shown = 'mails' | 'slack';

/** What people hear, by either way. */
export function MessagesColumn({ shows, onShow }: { shows: Shown; onShow: (shown: Shown) => void }) {
  return (
    <section className="column column-messages" aria-label={shows === 'slack' ? 'Slack' : 'Mailbox'}>
      <div className="messages-switch">
        <Switch
          label="Where people hear from Gangway"
          value={shows}
          onChange={onShow}
          choices={[
            { key: 'mails', label: 'Mailbox' },
            { key: 'slack', label: 'Slack' },
          ]}
        />
      </div>
      {shows === 'slack' ? <SlackColumn /> : <MailColumn />}
    </section>
  );
}
