import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { ConnectionsSearch } from '../../search-params.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Banner } from '../../ui/states.tsx';
import { say } from '../../ui/toast.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useIsAtLeast } from '../me.tsx';

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

function SalesforceDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [loginUrl, setLoginUrl] = useState('');
  const [clientId, setClientId] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  const connect = async (): Promise<void> => {
    await write('connectSalesforce', 'POST', '/crm/connections/salesforce', { loginUrl, clientId, clientSecret });
    say('Salesforce is connected');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog
      title="Connect a Salesforce organisation"
      verb="Connect"
      isIncomplete={[loginUrl, clientId, clientSecret].some((text) => text.trim() === '')}
      onClose={onClose}
      onSubmit={connect}
    >
      <p className="soft">
        Deploy our package first; its external client app signs in with the client credentials flow. Giving a new secret
        for an organisation that is connected replaces the old one.
      </p>
      <TextField
        label="My Domain address"
        placeholder="https://example.my.salesforce.com"
        value={loginUrl}
        onChange={setLoginUrl}
        isRequired
      />
      <TextField label="Consumer key" value={clientId} onChange={setClientId} isRequired />
      <TextField
        label="Consumer secret"
        help="It is kept sealed and never shown again."
        type="password"
        autoComplete="off"
        value={clientSecret}
        onChange={setClientSecret}
        isRequired
      />
    </FormDialog>
  );
}
