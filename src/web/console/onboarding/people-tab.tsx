import { useState } from 'react';
import { useCommand } from '../../api/use-command.ts';
import type { PersonRef, RoleView } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/clock.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { timeIn, zoneName } from '../../ui/dates.ts';
import { FormDialog } from '../../ui/dialog.tsx';
import { PersonChip } from '../../ui/person-chip.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { PersonWhy } from '../person-why.tsx';
import { isOpen, useOnboarding } from './context.tsx';
import { MailAddress } from './mail-address.tsx';
import { SlackChannel } from './slack-channel.tsx';
import { emptyPerson, PersonFields, type PersonPick, usePeopleOf } from './person-fields.tsx';

function Reachable({ person }: { person: NonNullable<RoleView['person']> }) {
  if (person.unreachableSince)
    return (
      <Fact tone="late" icon="alert">
        Not reached since <InstantText at={person.unreachableSince} isSince />
      </Fact>
    );
  if (person.absentUntil)
    return (
      <Fact tone="attention" icon="calendar">
        Away until <DateText on={person.absentUntil} form="short" />
      </Fact>
    );
  return (
    <a className="cell-wrap" href={`mailto:${person.email}`}>
      {person.email}
    </a>
  );
}

function Owes({ role }: { role: RoleView }) {
  const { view } = useOnboarding();
  const open = view.tasks.filter(
    (task) => isOpen(task) && (role.person ? task.owner?.id === role.person.id : task.role === role.role),
  );
  const late = open.filter(({ isOverdue }) => isOverdue).length;
  if (open.length === 0) return <span className="faint">Nothing</span>;
  return (
    <>
      {plural(open.length, 'task')}
      {late > 0 && <span className="cell-sub tone-late fact">{late} late</span>}
    </>
  );
}

function LocalTime({ zone, atMs }: { zone: string | null; atMs: number }) {
  return zone ? (
    <>
      {timeIn(zone, atMs)}
      <span className="cell-sub">{zoneName(zone)}</span>
    </>
  ) : (
    <span className="faint">Zone not known</span>
  );
}

export function PeopleTab() {
  const { view } = useOnboarding();
  const { nowMs } = useClock();
  const mayChange = useIsAtLeast('member') && view.can.includes('assign-role');
  const [assigning, setAssigning] = useState<RoleView | null>(null);
  const [whyOf, setWhyOf] = useState<PersonRef | null>(null);
  if (view.roles.length === 0)
    return (
      <EmptyState icon="people" title="The roles come with the playbook">
        Contacts and the owner of the deal are filled in from the CRM; what is open is asked for.
      </EmptyState>
    );
  return (
    <>
      <Table
        label="People"
        rows={view.roles}
        rowKey={({ role }) => role}
        columns={[
          {
            key: 'role',
            head: 'Role',
            cell: (role) => (
              <>
                <span className="strong">{role.label}</span>
                {role.isRequired && !role.person && <span className="cell-sub tone-attention fact">needed</span>}
              </>
            ),
          },
          {
            key: 'person',
            head: 'Person',
            cell: ({ person, side }) => <PersonChip person={person ? { ...person, side } : null} />,
          },
          { key: 'reach', head: 'Reached by', cell: ({ person }) => person && <Reachable person={person} /> },
          {
            key: 'time',
            head: 'Their time',
            isMinor: true,
            cell: ({ person }) => person && <LocalTime zone={person.timezone} atMs={nowMs} />,
          },
          { key: 'owes', head: 'Owes', isNumber: true, cell: (role) => <Owes role={role} /> },
          {
            key: 'act',
            head: '',
            isNumber: true,
            cell: (role) => (
              <span className="row">
                {role.person && (
                  <Button size="small" onPress={() => setWhyOf(role.person)}>
                    Why
                  </Button>
                )}
                {mayChange && (
                  <Button size="small" onPress={() => setAssigning(role)}>
                    {role.person ? 'Change' : 'Name somebody'}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <MailAddress />
      <SlackChannel />
      {whyOf && <PersonWhy person={whyOf} onClose={() => setWhyOf(null)} />}
      {assigning && <AssignRole role={assigning} onClose={() => setAssigning(null)} />}
    </>
  );
}

function AssignRole({ role, onClose }: { role: RoleView; onClose: () => void }) {
  const { view } = useOnboarding();
  const run = useCommand();
  const people = usePeopleOf(role.side);
  const [pick, setPick] = useState<PersonPick>({ ...emptyPerson, personId: role.person?.id ?? null });
  const who = people.find(({ id }) => id === pick.personId);
  const body = who
    ? { role: role.role, personId: who.id }
    : { role: role.role, person: { name: pick.name, email: pick.email } };
  const before = role.person;
  return (
    <FormDialog
      title={role.label}
      verb="Name this person"
      onClose={onClose}
      isIncomplete={!pick.isComplete}
      onSubmit={() =>
        run('assign-role', 'onboarding', view.id, body, {
          done: `${who?.name ?? pick.name} is ${role.label}; open tasks of the role go along`,
          ...(before && {
            undo: () => run('assign-role', 'onboarding', view.id, { role: role.role, personId: before.id }),
          }),
        })
      }
    >
      <PersonFields side={role.side} pick={pick} onPick={setPick} />
    </FormDialog>
  );
}
