import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys, mappingChoicesQuery } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Banner } from '../../ui/states.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useEditing } from './editing.tsx';
import { placeOf } from './mapping-words.ts';

/** Fields that were deleted or made another kind of field: each stops alone, by name. */
export function StoppedFields() {
  const { connection, view } = useEditing();
  const isManager = useIsAtLeast('manager');
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  if (view.stoppedFields.length === 0) return null;
  const checkAgain = async (): Promise<void> => {
    setIsBusy(true);
    try {
      const path = `/crm/connections/${connection.id}/mapping/recheck`;
      const { stoppedFields } = await write('recheckFields', 'POST', path, {});
      say(stoppedFields.length === 0 ? 'All fields go on' : `${plural(stoppedFields.length, 'field')} still stopped`);
      const stale = [keys.system, mappingChoicesQuery(connection.id).queryKey];
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <Banner
      tone="late"
      icon="pause"
      title={`${plural(view.stoppedFields.length, 'CRM field')} stopped; the others go on`}
      action={
        isManager && (
          <Button icon="refresh" isPending={isBusy} onPress={() => void checkAgain().catch(sayProblem)}>
            Check again
          </Button>
        )
      }
    >
      <ul className="issue-list">
        {view.stoppedFields.map((stopped) => (
          <li key={placeOf(stopped)}>
            <span className="strong">{placeOf(stopped)}</span>, <InstantText at={stopped.since} />: {stopped.reason}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
