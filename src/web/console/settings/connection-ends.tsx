import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { read, write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Connection } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, FormDialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/toast.tsx';

/** What only a connection that was made here has: its address for outbound messages, and an end. */
export function ConnectionEnds({ connection: { id, name, provider } }: { connection: Connection }) {
  const queries = useQueryClient();
  const [isEnding, setIsEnding] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const path = `/crm/connections/${id}`;
  const show = async (): Promise<void> =>
    setAddress((await read('getOutboundAddress', `${path}/outbound-address`)).outboundUrl);
  const rotate = async (): Promise<void> => {
    setAddress((await write('rotateOutboundAddress', 'POST', `${path}/rotate-outbound-address`, {})).outboundUrl);
    say('The old address is refused from now on');
  };
  const end = async (): Promise<void> => {
    await write('disconnectCrm', 'POST', `${path}/disconnect`, {});
    say('Disconnected; what is wanted there waits');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => say('Copied'), sayProblem);
  return (
    <>
      {provider === 'salesforce' && <Button onPress={() => void show().catch(sayProblem)}>Outbound messages</Button>}
      <Button onPress={() => setIsEnding(true)}>Disconnect</Button>
      {address !== null && (
        <Dialog title="Where outbound messages go" onClose={() => setAddress(null)}>
          <div className="stack">
            <p className="soft">
              Put this address into the outbound message of our package. Whoever knows it could send us events, so treat
              it as a secret.
            </p>
            <pre className="card card-body cell-wrap">{address}</pre>
            <div className="dialog-actions">
              <Button onPress={() => void rotate().catch(sayProblem)}>Make a new one</Button>
              <Button look="primary" icon="copy" onPress={() => copy(address)}>
                Copy
              </Button>
            </div>
          </div>
        </Dialog>
      )}
      {isEnding && (
        <FormDialog
          title={`Disconnect ${name}`}
          verb="Disconnect"
          isDanger
          onClose={() => setIsEnding(false)}
          onSubmit={end}
        >
          <p>
            What it signs in with is forgotten. Onboardings go on without their CRM; what is wanted there waits until
            the same account is connected again.
          </p>
        </FormDialog>
      )}
    </>
  );
}
