import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionsSearch } from '../../search-params.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Banner } from '../../ui/states.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useIsAtLeast } from '../me.tsx';
import { SalesforceDialog } from './connect-salesforce.tsx';

const outcomes: Record<NonNullable<ConnectionsSearch['crm']>, { tone: Tone; words: string }> = {
  connected: { tone: 'fine', words: 'HubSpot is connected; what waited goes on.' },
  declined: { tone: 'neutral', words: 'Nobody agreed in HubSpot; nothing has changed.' },
  expired: { tone: 'attention', words: 'That took too long, or was begun in another window. Connect again.' },
  failed: { tone: 'late', words: 'HubSpot could not be connected; the log says why. Try again.' },
};

/** The ways to a CRM and back, for administrators. */
export function ConnectCrm({ hubSpotPath }: { hubSpotPath: string | null }) {
  const isAdmin = useIsAtLeast('admin');
  const { crm } = useSearch({ strict: false });
  const [isAsking, setIsAsking] = useState(false);
  const outcome = crm && crm !== 'salesforce' ? outcomes[crm] : undefined;
  return (
    <>
      {outcome && <Banner tone={outcome.tone} title={outcome.words} />}
      {isAdmin && (
        <div className="row">
          {hubSpotPath !== null && (
            <a className={buttonClass({})} href={hubSpotPath}>
              Connect HubSpot
            </a>
          )}
          <Button onPress={() => setIsAsking(true)}>Connect Salesforce</Button>
        </div>
      )}
      {isAsking && <SalesforceDialog onClose={() => setIsAsking(false)} />}
    </>
  );
}
