import { useQuery, useQueryClient } from '@tanstack/react-query';
import { write } from '../../api/client.ts';
import { defaultRolesQuery, peopleQuery } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';

const nobody = 'nobody';

/** Who fills the roles of our team in new onboardings; without a manager, what would escalate to them stays with the CSM. */
export function DefaultPeople() {
  const isAdmin = useIsAtLeast('admin');
  const queries = useQueryClient();
  const roles = useQuery(defaultRolesQuery).data?.items ?? [];
  const colleagues = (useQuery(peopleQuery({ side: 'team' })).data?.items ?? []).filter(
    ({ deactivatedAt }) => !deactivatedAt,
  );
  const choices = [{ key: nobody, label: 'Nobody' }, ...colleagues.map(({ id, name }) => ({ key: id, label: name }))];
  const name = async (role: string, key: string) => {
    try {
      const personId = key === nobody ? null : key;
      queries.setQueryData(
        defaultRolesQuery.queryKey,
        await write('setDefaultRole', 'PUT', `/default-roles/${role}`, { personId }),
      );
      say('Saved, for onboardings from now on');
    } catch (error) {
      sayProblem(error);
    }
  };
  if (roles.length === 0) return null;
  return (
    <section className="stack-tight">
      <h2>Who fills our roles in new onboardings</h2>
      <p className="soft">
        Where neither the CRM nor a colleague names somebody. Escalations after five days go to the manager here, else
        to the CSM’s own.
      </p>
      <Table
        label="Default people"
        rows={roles}
        rowKey={({ role }) => role}
        columns={[
          { key: 'role', head: 'Role', cell: ({ label }) => <span className="strong">{label}</span> },
          {
            key: 'person',
            head: 'Person',
            cell: ({ role, label, person }) =>
              isAdmin ? (
                <SelectField
                  label={label}
                  isInline
                  value={person?.id ?? nobody}
                  onChange={(key) => void name(role, key)}
                  choices={choices}
                />
              ) : (
                (person?.name ?? <span className="faint">Nobody</span>)
              ),
          },
        ]}
      />
    </section>
  );
}
