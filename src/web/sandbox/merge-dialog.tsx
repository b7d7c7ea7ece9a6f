import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { type Deal, dealsQuery, sandboxActions } from './sandbox-api.ts';

interface MergeDialogProps {
  deal: Deal;
  onClose: () => void;
  onMerged: (id: string) => void;
}

/** As in HubSpot: the other deal survives, this one's id leads to it. */
export function MergeDialog({ deal, onClose, onMerged }: MergeDialogProps) {
  const queries = useQueryClient();
  const deals = useQuery(dealsQuery).data?.deals ?? [];
  const [primaryId, setPrimaryId] = useState<string | null>(null);
  const merge = async () => {
    await sandboxActions.mergeDeals(primaryId ?? '', deal.id);
    await queries.invalidateQueries({ queryKey: ['sandbox'] });
    onMerged(primaryId ?? deal.id);
  };
  return (
    <FormDialog title={`Merge ${deal.name}`} verb="Merge" onClose={onClose} onSubmit={merge} isIncomplete={!primaryId}>
      <SelectField
        label="Into"
        isRequired
        value={primaryId}
        onChange={setPrimaryId}
        choices={deals
          .filter(({ id, archived }) => id !== deal.id && !archived)
          .map(({ id, name, stageLabel }) => ({ key: id, label: name, detail: stageLabel }))}
      />
    </FormDialog>
  );
}
