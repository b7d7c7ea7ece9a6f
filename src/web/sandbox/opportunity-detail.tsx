import { useQuery } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuAction } from '../ui/menu.tsx';
import { QueryView } from '../ui/query-view.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { OpportunityFields } from './opportunity-fields.tsx';
import { OpportunityRecords } from './opportunity-records.tsx';
import { type Opportunity, opportunityQuery, organizationQuery, salesforceActions } from './salesforce-api.ts';
import { StageTag } from './stage-tag.tsx';
import { useAct } from './use-act.ts';

export function OpportunityDetail({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(opportunityQuery(id));
  return (
    <>
      <div className="column-head">
        <Button size="small" look="quiet" icon="chevronLeft" onPress={onBack}>
          All opportunities
        </Button>
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {(opportunity) => <Loaded key={opportunity.id} opportunity={opportunity} />}
      </QueryView>
    </>
  );
}

function Loaded({ opportunity }: { opportunity: Opportunity }) {
  const { id, name, accountName, ownerName, isDeleted, isClosed, isWon, stageName } = opportunity;
  const organization = useQuery(organizationQuery).data;
  const { act, isBusy } = useAct();
  const move = (to: string, done: string) => void act(() => salesforceActions.move(id, to), done);
  const others: MenuAction[] = isDeleted
    ? []
    : [
        ...(isClosed
          ? []
          : [{ label: 'Closed lost', icon: 'close' as const, onAction: () => move('lost', 'Closed lost') }]),
        {
          label: 'Delete',
          icon: 'close',
          isDanger: true,
          hasLineAbove: !isClosed,
          onAction: () => void act(() => salesforceActions.delete(id), 'In the recycle bin'),
        },
      ];
  return (
    <div className="stack">
      <div className="stack-tight">
        <div className="row">
          <h2>{name}</h2>
          <StageTag deal={{ archived: isDeleted, isWon, isClosed, stageLabel: stageName }} />
        </div>
        <p className="faint small">
          Opportunity {id}
          {accountName && `, ${accountName}`}
          {ownerName && `, owned by ${ownerName}`}
        </p>
      </div>
      <div className="row">
        {isDeleted ? (
          <Button
            icon="undo"
            isPending={isBusy}
            onPress={() => void act(() => salesforceActions.undelete(id), 'Undeleted')}
          >
            Undelete
          </Button>
        ) : isClosed ? (
          <Button icon="undo" isPending={isBusy} onPress={() => move('open', 'Reopened')}>
            Reopen
          </Button>
        ) : (
          <Button
            look="primary"
            icon="flag"
            isPending={isBusy}
            onPress={() => move('won', 'Closed won; the outbound message is on its way')}
          >
            Closed won
          </Button>
        )}
        {!isDeleted && organization && (
          <SelectField
            label="Stage"
            isInline
            value={stageName}
            onChange={(stage) => move(stage, 'Stage changed')}
            choices={organization.stages.map((stage) => ({ key: stage.name, label: stage.name }))}
          />
        )}
        {others.length > 0 && <Menu label="More for this opportunity" actions={others} />}
      </div>
      {organization && !isDeleted && <OpportunityFields opportunity={opportunity} organization={organization} />}
      <OpportunityRecords opportunity={opportunity} />
    </div>
  );
}
