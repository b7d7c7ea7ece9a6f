import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { CheckField, TextField } from '../ui/field.tsx';
import { say } from '../ui/toast.tsx';
import { type Mail, sandboxActions } from './sandbox-api.ts';

/** Answers as the person who got the mail, or as somebody who pretends to be them. */
export function ReplyDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const [text, setText] = useState('Done, thanks!');
  const [isSpoofed, setIsSpoofed] = useState(false);
  const [isAutomatic, setIsAutomatic] = useState(false);
  const send = async () => {
    const { status } = await sandboxActions.replyToMail(mail.id, { text, isSpoofed, isAutomatic });
    say(status < 300 ? 'Gangway has the answer' : `Gangway refused it: HTTP ${status}`);
    onClose();
  };
  return (
    <FormDialog
      title={`Answer as ${mail.to.join(', ')}`}
      verb="Send"
      onClose={onClose}
      onSubmit={send}
      isIncomplete={text.trim() === ''}
    >
      <TextField label="What they write" lines={4} isRequired value={text} onChange={setText} />
      <CheckField isSelected={isAutomatic} onChange={setIsAutomatic}>
        Their machine writes it, such as an absence note
      </CheckField>
      <CheckField isSelected={isSpoofed} onChange={setIsSpoofed}>
        Somebody else sends it in their name
      </CheckField>
    </FormDialog>
  );
}
