import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { followLiveEvents } from '../api/live-events.ts';
import { meQuery, systemQuery } from '../api/queries.ts';
import type { Me } from '../api/types.ts';
import { IconButton } from '../ui/button.tsx';
import { ClockProvider } from '../ui/clock.tsx';
import { SidePanel } from '../ui/dialog.tsx';
import { Logo } from '../ui/logo.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { AccountMenu } from './account-menu.tsx';
import { MeContext } from './me.tsx';
import { Navigation } from './navigation.tsx';
import { SystemBanners } from './system-banners.tsx';
import './shell.css';

/** What every room of the console stands in: navigation, the business clock, live updates, what is off. */
export function Shell() {
  const me = useQuery(meQuery);
  const system = useQuery(systemQuery);
  if (me.data && !system.isPending) {
    return (
      <MeContext value={me.data}>
        <ClockProvider offsetMs={system.data?.offsetMs ?? 0}>
          <Frame me={me.data} />
        </ClockProvider>
      </MeContext>
    );
  }
  // customers and partners have tasks, and no console
  if (me.error instanceof ApiError && me.error.status === 403) return <Navigate to="/tasks" replace />;
  return (
    <main className="shell-waiting">
      <QueryView query={me} place="page" skeleton={<BoneRows rows={8} />}>
        {() => null}
      </QueryView>
    </main>
  );
}

function Frame({ me }: { me: Me }) {
  const queries = useQueryClient();
  const [isLive, setIsLive] = useState(true);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const { pathname } = useLocation();
  useEffect(() => followLiveEvents(queries, setIsLive), [queries]);
  useEffect(() => setIsMenuOpen(false), [pathname]);
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        To the content
      </a>
      <header className="shell-bar">
        <Brand company={me.company.name} />
        <IconButton icon="menu" label="Open the navigation" onPress={() => setIsMenuOpen(true)} />
      </header>
      {isMenuOpen && (
        <SidePanel title="Navigation" onClose={() => setIsMenuOpen(false)}>
          <div className="shell-drawer">
            <Navigation isSandboxOn={me.isSandboxOn} />
          </div>
          <AccountMenu person={me.person} />
        </SidePanel>
      )}
      <aside className="shell-side" aria-label="Console">
        <Brand company={me.company.name} />
        <Navigation isSandboxOn={me.isSandboxOn} />
        <div className="shell-foot">
          <AccountMenu person={me.person} />
        </div>
      </aside>
      <main id="content" className="shell-main" tabIndex={-1}>
        <SystemBanners isLive={isLive} />
        <Outlet />
      </main>
    </div>
  );
}

function Brand({ company }: { company: string }) {
  return (
    <div className="brand">
      <Logo />
      <span className="brand-words">
        <span className="strong">Gangway</span>
        <span className="brand-company">{company}</span>
      </span>
    </div>
  );
}
