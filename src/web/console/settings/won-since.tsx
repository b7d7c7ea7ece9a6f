import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';

/** From which day on won deals start an onboarding by themselves. */
export function WonSince({ connection: { id, name, wonSince } }: { connection: Connection }) {
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const [isChanging, setIsChanging] = useState(false);
  const [chosen, setChosen] = useState(wonSince);
  const change = async (): Promise<void> => {
    await write('setWonSince', 'PUT', `/crm/connections/${id}/won-since`, { wonSince: chosen });
    say('Counts for whatever is read from now on');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <>
      {wonSince === null ? (
        'of any day'
      ) : (
        <>
          since <DateText on={wonSince} form="absolute" />
        </>
      )}
      {isAdmin && (
        <span className="cell-sub">
          <Button size="small" onPress={() => setIsChanging(true)}>
            Change
          </Button>
        </span>
      )}
      {isChanging && (
        <FormDialog
          title={`Which won deals of ${name} start by themselves`}
          verb="Change"
          onClose={() => setIsChanging(false)}
          onSubmit={change}
        >
          <p className="soft">
            A deal that was won before this day starts no onboarding when somebody touches it; it is left for{' '}
            <Link to="/console/settings/aboard">Coming aboard</Link>. Without a day, every won deal starts one.
          </p>
          <DateField label="Won since" value={chosen} onChange={setChosen} />
          {chosen !== null && (
            <div>
              <Button onPress={() => setChosen(null)}>Every won deal</Button>
            </div>
          )}
        </FormDialog>
      )}
    </>
  );
}
