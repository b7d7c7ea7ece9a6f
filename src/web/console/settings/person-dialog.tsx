import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Body, PersonView, Side, StaffRole } from '../../api/types.ts';
import { DateField } from '../../ui/date-field.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { CheckField, TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';
import { ColleagueField } from './colleague-field.tsx';
import { CoverFields, coverOf } from './cover-fields.tsx';
import { type PersonWork, PersonWorkFields, workOf } from './person-work.tsx';

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const staffRoles: readonly { key: StaffRole | 'none'; label: string; detail?: string }[] = [
  { key: 'none', label: 'Not sign in' },
  { key: 'viewer', label: 'Viewer', detail: 'Sees everything, changes nothing' },
  { key: 'member', label: 'Member', detail: 'Runs onboardings' },
  { key: 'manager', label: 'Manager', detail: 'Cancels onboardings, hears escalations' },
  { key: 'admin', label: 'Administrator', detail: 'People, connections and keys' },
];

/** A corrected address makes somebody reachable again; an absence hands their nudges to the delegate. */
export function PersonDialog({
  side,
  person,
  onClose,
}: {
  side: Side;
  person: PersonView | null;
  onClose: () => void;
}) {
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(person?.email ?? '');
  const [timezone, setTimezone] = useState(person?.timezone ?? null);
  const [staffRole, setStaffRole] = useState<StaffRole | 'none'>(person?.staffRole ?? (person ? 'none' : 'member'));
  const [absentFrom, setAbsentFrom] = useState(person?.absentFrom ?? null);
  const [absentUntil, setAbsentUntil] = useState(person?.absentUntil ?? null);
  const [slack, setSlack] = useState(person?.slack ?? '');
  const [cover, setCover] = useState(coverOf(person));
  const [delegateId, setDelegateId] = useState(person?.delegate?.id ?? null);
  const [managerId, setManagerId] = useState(person?.managerId ?? null);
  const [work, setWork] = useState<PersonWork | null>(null);
  const [isDeactivated, setIsDeactivated] = useState(Boolean(person?.deactivatedAt));
  const save = async () => {
    const role = staffRole === 'none' ? null : staffRole;
    if (person) {
      const change: Body<'updatePerson'> = {
        name,
        timezone,
        absentFrom,
        absentUntil,
        delegateId,
        ...work,
        ...(side === 'team' && { ...cover, managerId }),
        ...(email !== person.email && { email }),
        ...(isAdmin && { staffRole: role, isDeactivated }),
        ...(slack !== (person.slack ?? '') && { slack: slack.trim() || null }),
      };
      await write('updatePerson', 'PATCH', `/people/${person.id}`, change);
    } else
      await write('createPerson', 'POST', '/people', {
        side,
        name,
        email,
        timezone,
        staffRole: side === 'team' ? role : null,
      });
    say('Saved');
    await Promise.all(
      [keys.people, ['onboarding'], keys.queue].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  };
  return (
    <FormDialog
      title={person?.name ?? 'Add a person'}
      verb="Save"
      onClose={onClose}
      onSubmit={save}
      isIncomplete={name.trim() === '' || email.trim() === '' || (cover.coverId !== null && cover.coverUntil === null)}
    >
      <TextField label="Name" isRequired value={name} onChange={setName} />
      <TextField
        label="Email"
        isRequired
        type="email"
        value={email}
        onChange={setEmail}
        help={
          person?.unreachableSince
            ? `${person.unreachableReason ?? 'Mail bounced'}. A corrected address makes them reachable again; under Why, this one can be tried again.`
            : undefined
        }
      />
      <SelectField
        label="Time zone"
        isRequired={false}
        value={timezone}
        onChange={setTimezone}
        choices={zones.map((key) => ({ key, label: key.replaceAll('_', ' ') }))}
        placeholder="Not known"
        help="Nudges go out in their working hours."
      />
      {side === 'team' && isAdmin && (
        <SelectField label="May" value={staffRole} onChange={setStaffRole} choices={staffRoles} />
      )}
      {person && (
        <>
          <DateField label="Away from" isRequired={false} value={absentFrom} onChange={setAbsentFrom} />
          <DateField
            label="Away until"
            isRequired={false}
            value={absentUntil}
            onChange={setAbsentUntil}
            min={absentFrom ?? undefined}
          />
          <ColleagueField
            label="Who is asked meanwhile"
            help="Their delegate while they are away."
            person={person}
            named={person.delegate}
            value={delegateId}
            onChange={setDelegateId}
          />
          {side === 'team' && <CoverFields person={person} cover={cover} onChange={setCover} />}
          {side === 'team' && (
            <ColleagueField
              label="Manager"
              help="Hears what escalates to our manager where an onboarding names none."
              person={person}
              value={managerId}
              onChange={setManagerId}
            />
          )}
          <PersonWorkFields person={person} work={work ?? workOf(person)} onChange={setWork} />
          {isAdmin && (
            <TextField
              label="In Slack"
              isRequired={false}
              value={slack}
              onChange={setSlack}
              placeholder="T024BE7LD:U023BECGF"
              help="Workspace and user. Found by their address where nothing stands here."
            />
          )}
          {isAdmin && (
            <CheckField isSelected={isDeactivated} onChange={setIsDeactivated}>
              Deactivated: has left, is written to no more
            </CheckField>
          )}
        </>
      )}
    </FormDialog>
  );
}
