import { Outlet } from '@tanstack/react-router';
import { Page } from '../../ui/page.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { useIsAtLeast } from '../me.tsx';

export function Settings() {
  const isAdmin = useIsAtLeast('admin');
  return (
    <Page title="Settings">
      <TabLinks
        label="Settings"
        tabs={[
          { label: 'Connections', to: '/console/settings/connections' },
          { label: 'People', to: '/console/settings/people' },
          { label: 'Mapping', to: '/console/settings/mapping' },
          { label: 'Coming aboard', to: '/console/settings/aboard' },
          ...(isAdmin ? [{ label: 'API keys', to: '/console/settings/api-keys' } as const] : []),
        ]}
      />
      <Outlet />
    </Page>
  );
}
