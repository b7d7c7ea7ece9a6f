import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys, playbooksQuery } from '../../api/queries.ts';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';

/** as many as are looked at again in one request */
const together = 50;
const byRules = '';

/** For the chosen deals another playbook than the rules would give them. */
export function OtherPlaybook({ backfillId, dealIds }: { backfillId: string; dealIds: string[] }) {
  const [isChoosing, setIsChoosing] = useState(false);
  return (
    <>
      <Button isDisabled={dealIds.length === 0} onPress={() => setIsChoosing(true)}>
        Another playbook
      </Button>
      {isChoosing && <PlaybookDialog backfillId={backfillId} dealIds={dealIds} onClose={() => setIsChoosing(false)} />}
    </>
  );
}

function PlaybookDialog({
  backfillId,
  dealIds,
  onClose,
}: {
  backfillId: string;
  dealIds: string[];
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const playbooks = useQuery(playbooksQuery).data?.items ?? [];
  const [key, setKey] = useState<string>(byRules);
  const choose = async (): Promise<void> => {
    for (let start = 0; start < dealIds.length; start += together)
      await write('choosePlaybookAboard', 'PUT', `/backfills/${backfillId}/playbook`, {
        dealIds: dealIds.slice(start, start + together),
        playbookKey: key === byRules ? null : key,
      });
    say(`${plural(dealIds.length, 'deal')} looked at again`);
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog
      title={`Playbook for ${plural(dealIds.length, 'deal')}`}
      verb="Look again"
      onClose={onClose}
      onSubmit={choose}
    >
      <p className="soft">
        It goes before the playbooks’ own rules. Each deal is looked at again, so that you see what it would become.
      </p>
      <SelectField
        label="Playbook"
        value={key}
        onChange={setKey}
        choices={[
          { key: byRules, label: 'As the rules choose' },
          ...playbooks.map((playbook) => ({ key: playbook.key, label: playbook.name })),
        ]}
      />
    </FormDialog>
  );
}
