import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';

const eventsOf = (provider: string): string => (provider === 'salesforce' ? 'Outbound messages' : 'Webhooks');

/** Whether reconcile looks for deals that no event announced. */
export function DealSearch({ connection }: { connection: Connection }) {
  const { id, name, provider, dealSearchOffSince, lastEventAt } = connection;
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const [isEnding, setIsEnding] = useState(false);
  const change = async (isOn: boolean): Promise<void> => {
    await write('setDealSearch', 'PUT', `/crm/connections/${id}/deal-search`, { isOn });
    say(isOn ? 'The next look finds what was missed meanwhile' : 'Only events tell of deals from now on');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <>
      {dealSearchOffSince === null ? (
        'every ten minutes'
      ) : (
        <>
          not since <InstantText at={dealSearchOffSince} isSince />
          <span className="cell-sub cell-wrap">{eventsOf(provider)} alone tell of deals</span>
        </>
      )}
      {isAdmin && (
        <span className="cell-sub">
          {dealSearchOffSince === null ? (
            <Button size="small" onPress={() => setIsEnding(true)}>
              Turn off
            </Button>
          ) : (
            <Button size="small" onPress={() => void change(true).catch(sayProblem)}>
              Turn on
            </Button>
          )}
        </span>
      )}
      {isEnding && (
        <FormDialog
          title={`Look for no deals in ${name}`}
          verb="Turn off"
          onClose={() => setIsEnding(false)}
          onSubmit={() => change(false)}
        >
          <p className="soft">
            {eventsOf(provider)} alone will start onboardings and tell of changes. An event that is lost, and a field
            that none is sent for, go unnoticed until you turn it on again: then the first look goes back to where it
            stopped. Fields and users are looked at as before, what we wrote within two hours.
          </p>
          {lastEventAt === null && (
            <p className="strong">No event has come from it yet: without the search, nothing would begin.</p>
          )}
        </FormDialog>
      )}
    </>
  );
}
