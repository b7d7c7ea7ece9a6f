import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys, myPreferencesQuery } from '../../api/queries.ts';
import type { Answer, Body } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ChannelChoices } from '../../ui/channel-choices.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { say } from '../../ui/toast.tsx';
import { HoursFields } from './hours-fields.tsx';
import './notifications.css';

export type Preferences = Answer<'getMyPreferences'>;
export type Change = Body<'setMyPreferences'>;

/** What I am told, by which channel, in which language and when. */
export function Notifications() {
  const query = useQuery(myPreferencesQuery);
  return (
    <Page title="Notifications">
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {(preferences) => <Choices key={JSON.stringify(preferences)} preferences={preferences} />}
      </QueryView>
    </Page>
  );
}

function Choices({ preferences }: { preferences: Preferences }) {
  const queries = useQueryClient();
  const [change, setChange] = useState<Change>({});
  const [isBusy, setIsBusy] = useState(false);
  const save = () => {
    setIsBusy(true);
    write('setMyPreferences', 'PUT', '/me/preferences', change)
      .then(() => {
        say('Saved');
        return Promise.all([keys.me, keys.people].map((queryKey) => queries.invalidateQueries({ queryKey })));
      }, sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <div className="stack notifications">
      <ChannelChoices
        preferences={preferences}
        chosen={change}
        onChange={(chosen) => setChange((before) => ({ ...before, ...chosen }))}
      />
      <HoursFields
        preferences={preferences}
        change={change}
        onChange={(more) => setChange((before) => ({ ...before, ...more }))}
      />
      <div>
        <Button look="primary" isPending={isBusy} isDisabled={Object.keys(change).length === 0} onPress={save}>
          Save
        </Button>
      </div>
    </div>
  );
}
