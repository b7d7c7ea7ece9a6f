import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuAction } from '../ui/menu.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { StageTag } from './stage-tag.tsx';
import { DealRecords } from './deal-records.tsx';
import { HandoffFields } from './handoff-fields.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { type Deal, dealQuery, overviewQuery, sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

interface DealDetailProps {
  id: string;
  onBack: () => void;
  onOpen: (id: string) => void;
}

export function DealDetail({ id, onBack, onOpen }: DealDetailProps) {
  const query = useQuery(dealQuery(id));
  return (
    <>
      <div className="column-head">
        <Button size="small" look="quiet" icon="chevronLeft" onPress={onBack}>
          All deals
        </Button>
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {(deal) => <Loaded key={deal.id} deal={deal} onOpen={onOpen} />}
      </QueryView>
    </>
  );
}

function Loaded({ deal, onOpen }: { deal: Deal; onOpen: (id: string) => void }) {
  const overview = useQuery(overviewQuery).data;
  const { act, isBusy } = useAct();
  const [isMerging, setIsMerging] = useState(false);
  const stages = overview?.stages.filter(({ pipelineId }) => pipelineId === deal.pipelineId) ?? [];
  const move = (to: string, done: string) => void act(() => sandboxActions.moveDeal(deal.id, to), done);
  const others: MenuAction[] = deal.archived
    ? []
    : [
        ...(deal.isClosed
          ? []
          : [{ label: 'Closed lost', icon: 'close' as const, onAction: () => move('lost', 'Closed lost') }]),
        { label: 'Merge with another deal', icon: 'handoff', onAction: () => setIsMerging(true) },
        {
          label: 'Delete',
          icon: 'close',
          isDanger: true,
          hasLineAbove: true,
          onAction: () => void act(() => sandboxActions.deleteDeal(deal.id), 'Deleted'),
        },
      ];
  return (
    <div className="stack">
      <div className="stack-tight">
        <div className="row">
          <h2>{deal.name}</h2>
          <StageTag deal={deal} />
        </div>
        <p className="faint small">
          Deal {deal.id}
          {deal.companyName && `, ${deal.companyName}`}
          {deal.ownerName && `, owned by ${deal.ownerName}`}
        </p>
      </div>
      <div className="row">
        {deal.archived ? (
          <Button
            icon="undo"
            isPending={isBusy}
            onPress={() => void act(() => sandboxActions.restoreDeal(deal.id), 'Restored')}
          >
            Restore
          </Button>
        ) : deal.isClosed ? (
          <Button icon="undo" isPending={isBusy} onPress={() => move('open', 'Reopened')}>
            Reopen
          </Button>
        ) : (
          <Button
            look="primary"
            icon="flag"
            isPending={isBusy}
            onPress={() => move('won', 'Closed won; the webhook is on its way')}
          >
            Closed won
          </Button>
        )}
        {!deal.archived && stages.length > 0 && (
          <SelectField
            label="Stage"
            isInline
            value={deal.stageId}
            onChange={(stageId) => move(stageId, 'Stage changed')}
            choices={stages.map(({ stageId, label }) => ({ key: stageId, label }))}
          />
        )}
        <Menu label="More for this deal" actions={others} />
      </div>
      {overview && !deal.archived && <HandoffFields deal={deal} properties={overview.dealProperties} />}
      <DealRecords deal={deal} />
      {isMerging && <MergeDialog deal={deal} onClose={() => setIsMerging(false)} onMerged={onOpen} />}
    </div>
  );
}
