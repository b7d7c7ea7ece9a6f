import { useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { write } from '../api/client.ts';
import { sayProblem } from '../api/use-command.ts';
import type { Me } from '../api/types.ts';
import { Icon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { type Theme, useTheme } from '../ui/theme.ts';
import { plainWords } from '../ui/words.ts';

const themes: readonly { theme: Theme; label: string }[] = [
  { theme: 'system', label: 'Colours as the system' },
  { theme: 'light', label: 'Light colours' },
  { theme: 'dark', label: 'Dark colours' },
];

export function AccountMenu({ person }: { person: Me['person'] }) {
  const [current, setTheme] = useTheme();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = async () => {
    await write('endSession', 'DELETE', '/auth/sessions/current');
    queries.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu
      label={`Account of ${person.name}`}
      className="account"
      trigger={
        <>
          <Icon name="person" />
          <span className="account-words">
            <span>{person.name}</span>
            <span className="faint small">{plainWords(person.staffRole)}</span>
          </span>
        </>
      }
      actions={[
        ...themes.map(({ theme, label }) => ({
          label,
          ...(theme === current && { icon: 'check' as const }),
          onAction: () => setTheme(theme),
        })),
        {
          label: 'Notifications',
          icon: 'bell',
          hasLineAbove: true,
          onAction: () => void navigate({ to: '/console/notifications' }),
        },
        { label: 'Sign out', icon: 'signOut', onAction: () => void signOut().catch(sayProblem) },
      ]}
    />
  );
}
