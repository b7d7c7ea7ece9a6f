import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { LedgerList } from './ledger-list.tsx';

const route = getRouteApi('/console/ledger');
const results = ['written', 'unchanged', 'failed', 'created', 'found', 'read', 'reported'] as const;

export function Ledger() {
  const now = route.useSearch();
  const { direction, result } = now;
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const mayReplay = useIsAtLeast('member');
  const set = (change: typeof now) => void navigate({ search: { ...now, ...change }, replace: true });
  const replay = async () => {
    const { replayed } = await write('replayFailedWrites', 'POST', '/ledger/replay', {});
    say(replayed === 0 ? 'No write has failed' : `${plural(replayed, 'write')} will be tried again`);
    await queries.invalidateQueries({ queryKey: keys.ledger });
  };
  return (
    <Page
      title="Sync ledger"
      actions={
        mayReplay && (
          <Button icon="refresh" onPress={() => void replay().catch(sayProblem)}>
            Replay failed writes
          </Button>
        )
      }
    >
      <div className="toolbar">
        <Switch
          label="Direction"
          value={direction ?? 'all'}
          onChange={(key) => set({ direction: key === 'all' ? undefined : key })}
          choices={[
            { key: 'all', label: 'All' },
            { key: 'out', label: 'To the CRM' },
            { key: 'in', label: 'From the CRM' },
            { key: 'drift', label: 'Drift' },
          ]}
        />
        <SelectField
          label="Result"
          isInline
          value={results.find((each) => each === result) ?? 'any'}
          onChange={(key) => set({ result: key === 'any' ? undefined : key })}
          choices={[
            { key: 'any', label: 'Any result' },
            ...results.map((key) => ({ key, label: key.charAt(0).toUpperCase() + key.slice(1) })),
          ]}
        />
      </div>
      <LedgerList filter={{ direction, result }} hasOnboarding />
    </Page>
  );
}
