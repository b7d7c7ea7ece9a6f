import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { say } from '../../ui/toast.tsx';

const ways = [
  { key: 'secret', label: 'By the secret of the app', detail: 'Client credentials: as the user that the app runs as' },
  { key: 'key', label: 'As a user, by a private key', detail: 'JWT bearer: the app has the certificate of the key' },
] as const;

/** An organisation by its external client app, in either way that the app may sign in. */
export function SalesforceDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [loginUrl, setLoginUrl] = useState('');
  const [clientId, setClientId] = useState('');
  const [way, setWay] = useState<(typeof ways)[number]['key']>('secret');
  const [clientSecret, setClientSecret] = useState('');
  const [username, setUsername] = useState('');
  const [privateKey, setPrivateKey] = useState('');
  const signIn = way === 'secret' ? { clientSecret } : { username, privateKey };
  const connect = async (): Promise<void> => {
    await write('connectSalesforce', 'POST', '/crm/connections/salesforce', { loginUrl, clientId, ...signIn });
    say('Salesforce is connected');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog
      title="Connect a Salesforce organisation"
      verb="Connect"
      isIncomplete={[loginUrl, clientId, ...(way === 'secret' ? [clientSecret] : [username, privateKey])].some(
        (text) => text.trim() === '',
      )}
      onClose={onClose}
      onSubmit={connect}
    >
      <p className="soft">
        Deploy our package first; its external client app signs in. An organisation that is connected already signs in
        like this from now on.
      </p>
      <TextField
        label="My Domain address"
        placeholder="https://example.my.salesforce.com"
        value={loginUrl}
        onChange={setLoginUrl}
        isRequired
      />
      <TextField label="Consumer key" value={clientId} onChange={setClientId} isRequired />
      <SelectField label="Signs in" choices={ways} value={way} onChange={setWay} isRequired />
      {way === 'secret' ? (
        <TextField
          label="Consumer secret"
          help="It is kept sealed and never shown again."
          type="password"
          autoComplete="off"
          value={clientSecret}
          onChange={setClientSecret}
          isRequired
        />
      ) : (
        <>
          <TextField
            label="User name"
            help="As the user signs in to Salesforce, in the form of a mail address."
            placeholder="gangway@example.com"
            autoComplete="off"
            value={username}
            onChange={setUsername}
            isRequired
          />
          <PrivateKeyField value={privateKey} onChange={setPrivateKey} />
        </>
      )}
    </FormDialog>
  );
}

/** Its text is shown while it is entered, as keys have lines; no browser looks at its spelling. */
export function PrivateKeyField(props: { value: string; onChange: (value: string) => void }) {
  return (
    <TextField
      {...props}
      label="Private key (PEM)"
      help="RSA, without a passphrase. It is kept sealed and never shown again."
      lines={6}
      autoComplete="off"
      spellCheck="false"
      isRequired
    />
  );
}
