import type { BackfillItem } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { DateText } from '../../ui/date-text.tsx';
import type { Column } from '../../ui/table.tsx';
import { cautions, itemMeanings, stoppedBefore, toldInWords, writesInWords } from './item-words.ts';

interface PlanProps {
  item: BackfillItem;
  onOpen: (item: BackfillItem) => void;
}

function Plan({ item, onOpen }: PlanProps) {
  const { preview, playbookName, why } = item;
  if (preview === null) return why;
  return (
    <span>
      <button type="button" className="row-open" onClick={() => onOpen(item)}>
        {playbookName ?? 'No playbook'}
      </button>
      <span className="cell-sub">{why}</span>
      {cautions(preview, 1).map((caution) => (
        <span key={caution} className="cell-sub tone-attention">
          {caution}
        </span>
      ))}
    </span>
  );
}

/** What a deal would become, in short; a press on the row says all of it. */
export const itemColumns = (onOpen: PlanProps['onOpen'], isStopped: boolean): Column<BackfillItem>[] => [
  { key: 'plan', head: 'Plan', width: '30%', cell: (item) => <Plan item={item} onOpen={onOpen} /> },
  {
    key: 'done',
    head: 'Tasks done',
    isNumber: true,
    cell: ({ preview }) => preview && `${preview.done} of ${preview.tasks}`,
  },
  {
    key: 'dates',
    head: 'Kickoff, go-live',
    cell: ({ preview }) =>
      preview && (
        <span>
          {preview.kickoffOn ? <DateText on={preview.kickoffOn} /> : 'open'}
          <span className="cell-sub">live {preview.goLiveOn ? <DateText on={preview.goLiveOn} /> : 'open'}</span>
        </span>
      ),
  },
  { key: 'writes', head: 'To the CRM', cell: ({ preview }) => preview && writesInWords(preview) },
  { key: 'told', head: 'Told', cell: ({ preview }) => preview && toldInWords(preview) },
  {
    key: 'state',
    head: 'State',
    cell: ({ state }) => <Badge meaning={isStopped && state === 'chosen' ? stoppedBefore : itemMeanings[state]} />,
  },
];
