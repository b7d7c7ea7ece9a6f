import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

/** An event that needs nothing more, with why. */
export function CloseEvent({ onDismiss }: { onDismiss: (reason: string) => Promise<void> }) {
  const [isClosing, setIsClosing] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <Button onPress={() => setIsClosing(true)}>Close this event</Button>
      {isClosing && (
        <FormDialog
          title="Close this event"
          verb="Close it"
          onClose={() => setIsClosing(false)}
          onSubmit={() => onDismiss(reason)}
          isIncomplete={reason.trim() === ''}
        >
          <TextField label="Why it needs nothing more" isRequired value={reason} onChange={setReason} />
        </FormDialog>
      )}
    </>
  );
}
