import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { mappingChoicesQuery, mappingQuery, systemQuery } from '../../api/queries.ts';
import type { Connection, MappingChoices, MappingView } from '../../api/types.ts';
import { QueryView } from '../../ui/query-view.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { useIsAtLeast } from '../me.tsx';
import { EditingContext, useMappingChanges } from './editing.tsx';
import { Entries } from './entries.tsx';
import { FieldsUnknown } from './fields-unknown.tsx';
import { Renewal } from './renewal.tsx';
import { Stages } from './stages.tsx';
import { Standing } from './standing.tsx';
import { StoppedFields } from './stopped-fields.tsx';
import { Versions } from './versions.tsx';

const route = getRouteApi('/console/settings/mapping');

/** What of ours goes to which field of a CRM, and which field feeds the plan. */
export function MappingRoom() {
  const { connection: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <QueryView query={useQuery(systemQuery)} skeleton={<BoneRows rows={6} />}>
      {({ connections }) => {
        const connection = connections.find(({ id }) => id === chosen) ?? connections[0];
        if (!connection)
          return (
            <EmptyState icon="integration" title="No CRM is connected">
              Its fields can be mapped as soon as one is.
            </EmptyState>
          );
        return (
          <>
            {connections.length > 1 && (
              <div className="toolbar">
                <SelectField
                  label="CRM connection"
                  isInline
                  value={connection.id}
                  onChange={(id) => void navigate({ search: (before) => ({ ...before, connection: id }) })}
                  choices={connections.map(({ id, name }) => ({ key: id, label: name }))}
                />
              </div>
            )}
            <OfConnection key={connection.id} connection={connection} />
          </>
        );
      }}
    </QueryView>
  );
}

function OfConnection({ connection }: { connection: Connection }) {
  const isManager = useIsAtLeast('manager');
  const choices = useQuery({ ...mappingChoicesQuery(connection.id), enabled: isManager });
  return (
    <QueryView query={useQuery(mappingQuery(connection.id))} skeleton={<BoneRows rows={6} />}>
      {(view) => (
        <>
          <FieldsUnknown connectionId={connection.id} choices={choices} />
          <Editor connection={connection} view={view} choices={choices.data ?? null} />
        </>
      )}
    </QueryView>
  );
}

interface EditorProps {
  connection: Connection;
  view: MappingView;
  choices: MappingChoices | null;
}

function Editor(props: EditorProps) {
  const { part = 'fields' } = route.useSearch();
  const navigate = route.useNavigate();
  const editing = useMappingChanges(props);
  return (
    <EditingContext value={editing}>
      <Standing />
      <StoppedFields />
      <div className="toolbar">
        <Switch
          label="Part of the mapping"
          value={part}
          onChange={(key) =>
            void navigate({ search: (now) => ({ ...now, part: key === 'fields' ? undefined : key }), replace: true })
          }
          choices={[
            { key: 'fields', label: 'Fields' },
            { key: 'stages', label: 'Stages' },
            { key: 'renewal', label: 'Renewal' },
            { key: 'versions', label: 'Versions' },
          ]}
        />
      </div>
      {part === 'fields' && <Entries />}
      {part === 'stages' && <Stages />}
      {part === 'renewal' && <Renewal />}
      {part === 'versions' && <Versions />}
    </EditingContext>
  );
}
