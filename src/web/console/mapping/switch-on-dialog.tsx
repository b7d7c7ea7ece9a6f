import { useState } from 'react';
import { emptyMapping } from '../../../contracts/mapping-rules.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/words.ts';
import { DiffList } from './diff-list.tsx';
import { useEditing } from './editing.tsx';
import { NoteField } from './keep-dialog.tsx';
import { useMappingActs } from './use-mapping-acts.ts';

/** Cannot be undone by a press: what is written is written. So it says first whom it concerns. */
export function SwitchOnDialog({ onClose }: { onClose: () => void }) {
  const { connection, content, view, isChanged } = useEditing();
  const { switchOn } = useMappingActs();
  const [note, setNote] = useState('');
  const { followers } = view;
  return (
    <FormDialog
      title="Switch the mapping on"
      verb={`Switch on for ${plural(followers, 'onboarding')}`}
      onClose={onClose}
      onSubmit={() => switchOn(note)}
    >
      <p>
        {followers === 0
          ? `No onboarding of ${connection.name} runs now; new ones follow it.`
          : `${plural(followers, 'running onboarding')} of ${connection.name} ${followers === 1 ? 'follows' : 'follow'} it from now on, and new ones.`}{' '}
        What it writes stands in the ledger. An older version can be taken up again, but what was written stays.
      </p>
      <DiffList
        before={view.active?.content ?? emptyMapping}
        after={content}
        none="It is the same as what is on already."
      />
      {isChanged && <NoteField value={note} onChange={setNote} />}
    </FormDialog>
  );
}
