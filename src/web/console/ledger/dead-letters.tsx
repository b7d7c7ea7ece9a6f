import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { crmFieldLabel } from '../../../contracts/crm-field-label.ts';
import { deadLettersQuery } from '../../api/queries.ts';
import type { DeadLetter } from '../../api/types.ts';
import { InstantText } from '../../ui/date-text.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { plural } from '../../ui/words.ts';
import { Value } from './crm-value.tsx';
import { Replay } from './replay.tsx';

const columns: readonly Column<DeadLetter>[] = [
  { key: 'since', head: 'Since', cell: ({ since }) => <InstantText at={since} /> },
  {
    key: 'onboarding',
    head: 'Onboarding',
    cell: ({ onboardingId, onboardingName, connectionName }) => (
      <>
        <Link to="/console/onboardings/$onboardingId/ledger" params={{ onboardingId }}>
          {onboardingName}
        </Link>
        <span className="cell-sub">{connectionName}</span>
      </>
    ),
  },
  {
    key: 'field',
    head: 'Field',
    cell: ({ field, fieldLabel, objectType, recordId }) => (
      <>
        <span className="strong cell-wrap">{fieldLabel ?? crmFieldLabel(objectType, field)}</span>
        <span className="cell-sub cell-wrap">{field.replaceAll('_', '_\u200B')}</span>
        <span className="cell-sub">
          {objectType} {recordId}
        </span>
      </>
    ),
  },
  {
    key: 'wanted',
    head: 'Wanted',
    width: '20%',
    cell: ({ wanted, wantedLabel }) => <Value value={wanted} label={wantedLabel} />,
  },
  {
    key: 'error',
    head: 'What the CRM says',
    width: '30%',
    cell: ({ error, attempts, ledgerId }) => (
      <>
        <span className="tone-late fact ledger-error">{error ?? 'Nothing'}</span>
        <span className="cell-sub">{plural(attempts, 'attempt')}</span>
        {ledgerId !== null && <Replay what={{ ledgerId }} />}
      </>
    ),
  },
];

/** What failed for good and waits for a person: mended in the CRM or the mapping, then tried again. */
export function DeadLetters({ connectionId }: { connectionId: string | undefined }) {
  const query = useQuery(deadLettersQuery(connectionId));
  return (
    <QueryView query={query} skeleton={<BoneRows rows={6} height={52} />}>
      {({ items, total }) =>
        total === 0 ? (
          <EmptyState icon="circleCheck" title="Nothing has failed">
            A write that the CRM refuses for good stands here until somebody has mended the reason and tried it again.
          </EmptyState>
        ) : (
          <>
            <div className="spread">
              <p className="soft">
                {plural(total, 'write')} wait{total === 1 ? 's' : ''} for a person
                {total > items.length && <>; the {items.length} oldest are shown</>}. Mend what the CRM says, then:
              </p>
              <Replay what={connectionId === undefined ? {} : { connectionId }} word="Try all again" />
            </div>
            <Table
              label="Writes that failed"
              columns={columns}
              rows={items}
              rowKey={({ objectType, recordId, field }) => `${objectType} ${recordId} ${field}`}
            />
          </>
        )
      }
    </QueryView>
  );
}
