import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { NotFound, ScreenError } from './not-found.tsx';
import { Loading } from './ui/skeleton.tsx';
import {
  connectionsSearch,
  ledgerSearch,
  mappingSearch,
  onboardingSearch,
  ownTasksSearch,
  portfolioSearch,
  playbookSearch,
  queueSearch,
  sandboxSearch,
  signInSearch,
} from './search-params.ts';

/** All addresses in one place. Each room is its own bundle: a customer's phone never loads the console. */
const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const Waiting = () => (
  <main>
    <Loading>{null}</Loading>
  </main>
);

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/console', throw: true });
  },
});

const shell = createRoute({
  getParentRoute: () => root,
  path: '/console',
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./console/shell.tsx'), 'Shell'),
});
const portfolio = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: portfolioSearch,
  component: lazyRouteComponent(() => import('./console/portfolio/portfolio.tsx'), 'Portfolio'),
});
const onboarding = createRoute({
  getParentRoute: () => shell,
  path: '/onboardings/$onboardingId',
  validateSearch: onboardingSearch,
  component: lazyRouteComponent(() => import('./console/onboarding/onboarding.tsx'), 'Onboarding'),
});
const tab = <const P extends string>(
  path: P,
  name:
    | 'PlanTab'
    | 'BlockersTab'
    | 'IntegrationsTab'
    | 'PeopleTab'
    | 'DocumentsTab'
    | 'NudgesTab'
    | 'LedgerTab'
    | 'StoryTab',
) =>
  createRoute({
    getParentRoute: () => onboarding,
    path,
    component: lazyRouteComponent(() => import('./console/onboarding/tabs.tsx'), name),
  });
const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queue',
  validateSearch: queueSearch,
  component: lazyRouteComponent(() => import('./console/queue/queue.tsx'), 'Queue'),
});
const myTasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./console/tasks/my-tasks.tsx'), 'MyTasks'),
});
const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./console/notifications/notifications.tsx'), 'Notifications'),
});
const playbooks = createRoute({
  getParentRoute: () => shell,
  path: '/playbooks',
  component: lazyRouteComponent(() => import('./console/playbooks/playbooks.tsx'), 'Playbooks'),
});
const playbook = createRoute({
  getParentRoute: () => shell,
  path: '/playbooks/$key',
  validateSearch: playbookSearch,
  component: lazyRouteComponent(() => import('./console/playbooks/playbook.tsx'), 'PlaybookDetail'),
});
const ledger = createRoute({
  getParentRoute: () => shell,
  path: '/ledger',
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import('./console/ledger/ledger.tsx'), 'Ledger'),
});
const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./console/settings/settings.tsx'), 'Settings'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  validateSearch: connectionsSearch,
  beforeLoad: ({ search }) => {
    redirect({ to: '/console/settings/connections', search, replace: true, throw: true });
  },
});
const connections = createRoute({
  getParentRoute: () => settings,
  path: 'connections',
  validateSearch: connectionsSearch,
  component: lazyRouteComponent(() => import('./console/settings/connections.tsx'), 'Connections'),
});
const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('./console/settings/people.tsx'), 'People'),
});
const aboard = createRoute({
  getParentRoute: () => settings,
  path: 'aboard',
  component: lazyRouteComponent(() => import('./console/aboard/coming-aboard.tsx'), 'ComingAboard'),
});
const mapping = createRoute({
  getParentRoute: () => settings,
  path: 'mapping',
  validateSearch: mappingSearch,
  component: lazyRouteComponent(() => import('./console/mapping/mapping.tsx'), 'MappingRoom'),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('./console/settings/api-keys.tsx'), 'ApiKeys'),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  pendingComponent: Waiting,
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignIn'),
});
const task = createRoute({
  getParentRoute: () => root,
  path: '/t/$token',
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./task/task-page.tsx'), 'TaskPage'),
});
const ownTasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: ownTasksSearch,
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./task/my-tasks-page.tsx'), 'MyTasksPage'),
});
const taskDocuments = createRoute({
  getParentRoute: () => root,
  path: '/t/$token/documents',
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./task/documents-page.tsx'), 'DocumentsPage'),
});
const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/u/$token',
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./task/unsubscribe-page.tsx'), 'UnsubscribePage'),
});
const pulse = createRoute({
  getParentRoute: () => root,
  path: '/p/$token',
  pendingComponent: Waiting,
  component: lazyRouteComponent(() => import('./task/pulse-page.tsx'), 'PulsePage'),
});
const sandbox = createRoute({
  getParentRoute: () => root,
  path: '/sandbox',
  pendingComponent: Waiting,
  validateSearch: sandboxSearch,
  component: lazyRouteComponent(() => import('./sandbox/sandbox.tsx'), 'Sandbox'),
});

const routeTree = root.addChildren([
  home,
  signIn,
  task,
  ownTasks,
  taskDocuments,
  unsubscribe,
  pulse,
  sandbox,
  shell.addChildren([
    portfolio,
    onboarding.addChildren([
      tab('/', 'PlanTab'),
      tab('blockers', 'BlockersTab'),
      tab('integrations', 'IntegrationsTab'),
      tab('people', 'PeopleTab'),
      tab('nudges', 'NudgesTab'),
      tab('ledger', 'LedgerTab'),
      tab('documents', 'DocumentsTab'),
      tab('story', 'StoryTab'),
    ]),
    queue,
    myTasks,
    notifications,
    playbooks,
    playbook,
    ledger,
    settings.addChildren([settingsHome, connections, people, mapping, aboard, apiKeys]),
  ]),
]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenError,
    scrollRestoration: true,
    defaultPendingMs: 200,
    defaultPendingComponent: () => <Loading>{null}</Loading>,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
