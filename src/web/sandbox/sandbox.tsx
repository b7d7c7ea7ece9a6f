import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { SandboxSearch } from '../search-params.ts';
import { buttonClass } from '../ui/button.tsx';
import { ClockProvider } from '../ui/clock.tsx';
import { Icon } from '../ui/icons.tsx';
import { Logo } from '../ui/logo.tsx';
import { useTitle } from '../ui/page.tsx';
import { ErrorState } from '../ui/states.tsx';
import { Switch } from '../ui/tabs.tsx';
import { ClockColumn } from './clock-column.tsx';
import { DealColumn } from './deal-column.tsx';
import { MessagesColumn } from './messages-column.tsx';
import { clockQuery } from './sandbox-api.ts';
import { SignInAs } from './sign-in-as.tsx';
import './sandbox.css';

type Room = NonNullable<SandboxSearch['show']>;

/** The world outside in small: the CRM, the mailbox, Slack, and time. */
export function Sandbox() {
  const clock = useQuery(clockQuery);
  const { show: room = 'deals' } = useSearch({ from: '/sandbox' });
  const navigate = useNavigate({ from: '/sandbox' });
  const setRoom = (show: Room) => void navigate({ search: (search) => ({ ...search, show }), replace: true });
  useTitle('Sandbox');
  if (!clock.data && clock.error)
    return (
      <main>
        <ErrorState
          error={clock.error}
          isPage
          kept="The sandbox is on where no CRM is configured."
          onRetry={() => void clock.refetch()}
        />
      </main>
    );
  return (
    <ClockProvider offsetMs={clock.data?.offsetMs ?? 0}>
      <div className="sandbox">
        <header className="sandbox-top">
          <div className="row">
            <Logo />
            <h1>Sandbox</h1>
            <span className="soft sandbox-about">
              Two CRMs, a mailbox, a Slack and a clock of its own. Nothing here leaves this machine.
            </span>
          </div>
          <div className="row">
            <SignInAs />
            <Link to="/console" className={buttonClass({})}>
              To the console
              <Icon name="arrow" />
            </Link>
          </div>
          <div className="sandbox-switch">
            <Switch
              label="Show"
              value={room}
              onChange={setRoom}
              choices={[
                { key: 'deals', label: 'CRM' },
                { key: 'mails', label: 'Mailbox' },
                { key: 'slack', label: 'Slack' },
                { key: 'clock', label: 'Clock and faults' },
              ]}
            />
          </div>
        </header>
        <main className={`sandbox-columns sandbox-shows-${room}`}>
          <DealColumn />
          <MessagesColumn shows={room === 'slack' ? 'slack' : 'mails'} onShow={setRoom} />
          <ClockColumn />
        </main>
      </div>
    </ClockProvider>
  );
}
