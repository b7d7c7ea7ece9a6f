import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery } from '../../api/queries.ts';
import type { PersonView, Side } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { zoneName } from '../../ui/dates.ts';
import { SearchField } from '../../ui/field.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { plainWords, sideWord } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { PersonWhy } from '../person-why.tsx';
import { DefaultPeople } from './default-people.tsx';
import { PersonDialog } from './person-dialog.tsx';

function State({ person }: { person: PersonView }) {
  const { today } = useClock();
  if (person.deactivatedAt) return <span className="faint">Deactivated</span>;
  if (person.unreachableSince)
    return (
      <Fact tone="late" icon="alert">
        <span title={person.unreachableReason ?? undefined}>
          Not reached since <InstantText at={person.unreachableSince} isSince />
        </span>
      </Fact>
    );
  if (person.cover && person.coverUntil && person.coverUntil >= today)
    return (
      <Fact tone="attention" icon="calendar">
        {person.cover.name} covers
        {person.coverFrom && person.coverFrom > today && (
          <>
            {' '}
            from <DateText on={person.coverFrom} form="short" />
          </>
        )}{' '}
        until <DateText on={person.coverUntil} form="short" />
      </Fact>
    );
  if (person.absentUntil && person.absentUntil >= today)
    return (
      <Fact tone="attention" icon="calendar">
        Away until <DateText on={person.absentUntil} form="short" />
        {person.delegate && `, ${person.delegate.name} stands in`}
      </Fact>
    );
  return <span className="faint">Reachable</span>;
}

const sides: readonly Side[] = ['team', 'customer', 'partner'];

export function People() {
  const isAdmin = useIsAtLeast('admin');
  const mayChange = useIsAtLeast('member');
  const [side, setSide] = useState<Side>('team');
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<PersonView | 'new' | null>(null);
  const [whyOf, setWhyOf] = useState<PersonView | null>(null);
  const query = useQuery(peopleQuery({ side, search: search || undefined }));
  return (
    <>
      <div className="toolbar">
        <Switch
          label="Side"
          value={side}
          onChange={setSide}
          choices={sides.map((key) => ({ key, label: plainWords(sideWord[key]) }))}
        />
        <SearchField label="Search people" value={search} onChange={setSearch} />
        {isAdmin && (
          <span className="toolbar-end">
            <Button look="primary" icon="plus" onPress={() => setEditing('new')}>
              Add a person
            </Button>
          </span>
        )}
      </div>
      <QueryView query={query} skeleton={<BoneRows rows={6} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="people" title={search ? 'Nobody fits' : 'Nobody yet'}>
              {side === 'team'
                ? 'Add the colleagues who run onboardings.'
                : 'They come with the first onboarding, from the CRM’s contacts.'}
            </EmptyState>
          ) : (
            <Table
              label="People"
              rows={items}
              rowKey={({ id }) => id}
              isMuted={({ deactivatedAt }) => deactivatedAt !== null}
              columns={[
                {
                  key: 'name',
                  head: 'Person',
                  cell: (person) => (
                    <>
                      {mayChange ? (
                        <button type="button" className="row-open" onClick={() => setEditing(person)}>
                          <PersonChip person={person} hasSide={false} />
                        </button>
                      ) : (
                        <PersonChip person={person} hasSide={false} />
                      )}
                    </>
                  ),
                },
                { key: 'email', head: 'Email', cell: ({ email }) => <span className="cell-wrap">{email}</span> },
                ...(side === 'team'
                  ? [
                      {
                        key: 'role',
                        head: 'May',
                        cell: ({ staffRole }: PersonView) =>
                          staffRole ? plainWords(staffRole) : <span className="faint">Not sign in</span>,
                      },
                    ]
                  : []),
                {
                  key: 'zone',
                  head: 'Zone',
                  isMinor: true,
                  cell: ({ timezone }) =>
                    timezone ? (
                      <span title={timezone}>{zoneName(timezone)}</span>
                    ) : (
                      <span className="faint">Not known</span>
                    ),
                },
                { key: 'state', head: 'State', cell: (person) => <State person={person} /> },
                {
                  key: 'why',
                  head: '',
                  isNumber: true,
                  cell: (person) => (
                    <Button size="small" onPress={() => setWhyOf(person)}>
                      Why
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </QueryView>
      {side === 'team' && !search && <DefaultPeople />}
      {whyOf && <PersonWhy person={whyOf} onClose={() => setWhyOf(null)} />}
      {editing && (
        <PersonDialog side={side} person={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  );
}
