import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { say } from '../../ui/toast.tsx';
import { providerWord } from '../../ui/words.ts';
import { PrivateKeyField } from './connect-salesforce.tsx';

interface Props {
  connection: Connection;
  /** where a HubSpot account consents; null: no app for that */
  consentPath: string | null;
}

/** Every connection takes a new secret; one by consent gets it by consenting again. */
export function NewSecret({ connection, consentPath }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  if (connection.isByConsent)
    return consentPath === null ? null : (
      <a className={buttonClass({})} href={consentPath}>
        Consent again
      </a>
    );
  return (
    <>
      <Button icon="refresh" onPress={() => setIsAsking(true)}>
        New secret
      </Button>
      {isAsking && <SecretDialog connection={connection} onClose={() => setIsAsking(false)} />}
    </>
  );
}

function SecretDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { id, name, provider, isByKey, isInEnvironment, isMadeHere } = connection;
  const queries = useQueryClient();
  const [secret, setSecret] = useState('');
  const [clientId, setClientId] = useState('');
  const isHubSpot = provider === 'hubspot';
  const crm = providerWord(provider);
  const rotate = async (): Promise<void> => {
    const client = clientId.trim() === '' ? {} : { clientId };
    const given = isHubSpot
      ? { accessToken: secret }
      : isByKey
        ? { privateKey: secret, ...client }
        : { clientSecret: secret, ...client };
    await write('rotateSecret', 'POST', `/crm/connections/${id}/rotate-secret`, given);
    say(`${crm} took the new secret; it is used from now on`);
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog
      title={`New secret for ${name}`}
      verb="Try and use it"
      isIncomplete={secret.trim() === ''}
      onClose={onClose}
      onSubmit={rotate}
    >
      <p className="soft">
        {isHubSpot
          ? 'Rotate the access token of the private app in HubSpot, with the old one staying for a while, and enter the new one.'
          : isByKey
            ? 'Give the external client app in Salesforce the certificate of the new key, and enter the key. It signs in as the same user.'
            : 'Rotate the consumer key and secret of the external client app in Salesforce, and enter the new ones.'}{' '}
        It is tried first; what is there stays in use until {crm} has taken it.
      </p>
      {isInEnvironment && !isMadeHere && (
        <p className="soft">
          This connection signs in with variables of the environment. From then on they are ignored, and may stay;
          Disconnect lets them count again.
        </p>
      )}
      {!isHubSpot && (
        <TextField
          label="Consumer key"
          help="Leave it out where it stays."
          value={clientId}
          onChange={setClientId}
          isRequired={false}
        />
      )}
      {isByKey ? (
        <PrivateKeyField value={secret} onChange={setSecret} />
      ) : (
        <TextField
          label={isHubSpot ? 'Access token' : 'Consumer secret'}
          help="It is kept sealed and never shown again."
          type="password"
          autoComplete="off"
          value={secret}
          onChange={setSecret}
          isRequired
        />
      )}
    </FormDialog>
  );
}
