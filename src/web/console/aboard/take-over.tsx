import { useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Backfill, BackfillItem } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { isOpen } from './item-words.ts';
import { OtherPlaybook } from './other-playbook.tsx';

interface Props {
  backfill: Backfill;
  rows: BackfillItem[];
  chosen: ReadonlySet<string>;
  onChoose: (dealIds: ReadonlySet<string>) => void;
}

/** What can be done with the deals that were chosen, or with all of them. */
export function TakeOver({ backfill, rows, chosen, onChoose }: Props) {
  const queries = useQueryClient();
  const open = rows.filter(isOpen).map(({ dealId }) => dealId);
  const takeable = open.filter((dealId) => chosen.has(dealId));
  const run = async (dealIds?: string[]): Promise<void> => {
    const body = dealIds ? { dealIds } : {};
    const answer = await write('runBackfill', 'POST', `/backfills/${backfill.id}/run`, body);
    say(`${plural(answer.chosen, 'deal')} will be taken over`);
    onChoose(new Set());
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <div className="row">
      <Button look="primary" isDisabled={takeable.length === 0} onPress={() => void run(takeable).catch(sayProblem)}>
        {takeable.length === 0 ? 'Take over the chosen' : `Take over ${takeable.length}`}
      </Button>
      <Button isDisabled={open.length === 0} onPress={() => void run().catch(sayProblem)}>
        Take over all {backfill.counts.open + backfill.counts.failed}
      </Button>
      <Button look="quiet" isDisabled={open.length === 0} onPress={() => onChoose(new Set(open))}>
        Choose all shown
      </Button>
      <OtherPlaybook backfillId={backfill.id} dealIds={[...chosen]} />
    </div>
  );
}
