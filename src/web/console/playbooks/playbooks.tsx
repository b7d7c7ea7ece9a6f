import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { playbooksQuery } from '../../api/queries.ts';
import { Fact } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { plural } from '../../ui/words.ts';

export function Playbooks() {
  const query = useQuery(playbooksQuery);
  return (
    <Page title="Playbooks">
      <QueryView query={query} skeleton={<BoneRows rows={3} height={64} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="book" title="No playbook yet">
              Put a YAML file into the playbooks folder; it is checked and offered at the next start.
            </EmptyState>
          ) : (
            <Table
              label="Playbooks"
              rows={items}
              rowKey={({ key }) => key}
              columns={[
                {
                  key: 'name',
                  head: 'Playbook',
                  width: '42%',
                  cell: ({ key, name, description, issues }) => (
                    <>
                      <Link to="/console/playbooks/$key" params={{ key }} className="row-open">
                        {name}
                      </Link>
                      <span className="cell-sub">{description}</span>
                      {issues.map(({ file, line, path, message }) => (
                        <span key={file + line + message} className="cell-sub">
                          <Fact tone="late" icon="alert">
                            <span className="cell-wrap">
                              {file}, line {line}, {path}: {message}
                            </span>
                          </Fact>
                        </span>
                      ))}
                    </>
                  ),
                },
                {
                  key: 'phases',
                  head: 'Phases',
                  isMinor: true,
                  cell: ({ phases }) => <span className="soft">{phases.join(' → ')}</span>,
                },
                { key: 'tasks', head: 'Tasks', isNumber: true, cell: ({ tasks }) => tasks },
                {
                  key: 'use',
                  head: 'In use',
                  isNumber: true,
                  cell: ({ inUse }) => (inUse === 0 ? <span className="faint">–</span> : plural(inUse, 'onboarding')),
                },
                {
                  key: 'version',
                  head: 'Version',
                  isNumber: true,
                  cell: ({ version, createdAt }) => (
                    <>
                      {version}
                      <span className="cell-sub">
                        <InstantText at={createdAt} />
                      </span>
                    </>
                  ),
                },
              ]}
            />
          )
        }
      </QueryView>
    </Page>
  );
}
