import { useState } from 'react';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useMappingActs } from './use-mapping-acts.ts';

export function KeepDialog({ onClose }: { onClose: () => void }) {
  const { keep } = useMappingActs();
  const [note, setNote] = useState('');
  return (
    <FormDialog title="Keep as draft" verb="Keep" onClose={onClose} onSubmit={() => keep(note)}>
      <p className="soft">It becomes a version of its own. Nothing follows it until somebody switches it on.</p>
      <NoteField value={note} onChange={setNote} />
    </FormDialog>
  );
}

export function NoteField({ value, onChange }: { value: string; onChange: (note: string) => void }) {
  return (
    <TextField
      label="What changed, and why"
      isRequired={false}
      help="It stands beside the version."
      value={value}
      onChange={onChange}
    />
  );
}
