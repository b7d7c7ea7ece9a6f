import { useState } from 'react';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useLadders } from './ladder-changes.ts';

export function SaveLadders({ onClose }: { onClose: () => void }) {
  const { view, save } = useLadders();
  const [note, setNote] = useState('');
  return (
    <FormDialog
      title={`Save as version ${view.version + 1}`}
      verb="Save"
      onClose={onClose}
      onSubmit={() => save(note.trim())}
    >
      <p className="soft">
        Onboardings that begin from now on follow it. Running ones go on by the version they began with; a draft takes
        it up when its playbook is chosen again.
      </p>
      <TextField
        label="What changed, and why"
        isRequired={false}
        help="It stands beside the version."
        value={note}
        onChange={setNote}
      />
    </FormDialog>
  );
}
