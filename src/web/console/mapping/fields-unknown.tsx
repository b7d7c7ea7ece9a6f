import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { systemQuery } from '../../api/queries.ts';
import type { MappingChoices } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { PartialBanner } from '../../ui/states.tsx';

interface Props {
  connectionId: string;
  choices: UseQueryResult<MappingChoices>;
}

/** Why the fields stand here without their labels, or as they were: the CRM was asked for its list and did not give it. */
export function FieldsUnknown({ connectionId, choices }: Props) {
  const { data, error, isFetching } = choices;
  if (!error) return isFetching && !data ? <p className="soft">The CRM is asked for its fields …</p> : null;
  return (
    <PartialBanner what="The CRM does not tell its fields now">
      <p>
        {error.message.replace(/\.$/, '')}
        <GoesOn connectionId={connectionId} />.{' '}
        {data
          ? 'Its fields stand here as they were read before.'
          : 'Until it answers, the labels of its fields and what fits into them are not known, and nothing can be changed here.'}{' '}
        What is switched on stays on.
      </p>
      <Button size="small" icon="refresh" isPending={isFetching} onPress={() => void choices.refetch()}>
        Try again
      </Button>
    </PartialBanner>
  );
}

/** The refusal may have told until when, so the connection is read after it. */
function GoesOn({ connectionId }: { connectionId: string }) {
  const { data } = useQuery({ ...systemQuery, refetchOnMount: 'always' });
  const budget = data?.connections.find(({ id }) => id === connectionId)?.budget ?? [];
  const until = budget
    .flatMap(({ blockedUntil }) => blockedUntil ?? [])
    .toSorted()
    .at(-1);
  return (
    until !== undefined && (
      <>
        ; it can be asked again <InstantText at={until} isReal isAwaited />
      </>
    )
  );
}
