import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { emptyMapping } from '../../../contracts/mapping-rules.ts';
import { mappingVersionQuery } from '../../api/queries.ts';
import type { MappingVersion } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { DiffList } from './diff-list.tsx';
import { useEditing } from './editing.tsx';
import { handOver } from '../../ui/hand-over.ts';
import './mapping.css';

const meanings: Record<MappingVersion['state'], Meaning> = {
  active: { word: 'On', tone: 'fine', icon: 'circleCheck' },
  draft: { word: 'Draft', tone: 'accent', icon: 'half' },
  retired: { word: 'Older', tone: 'neutral', icon: 'clock' },
};

/** Who changed what, and the way back. */
export function Versions() {
  const { view } = useEditing();
  const [open, setOpen] = useState<number | null>(null);
  const columns: Column<MappingVersion>[] = [
    {
      key: 'version',
      head: 'Version',
      cell: ({ version, note }) => (
        <span>
          <button type="button" className="row-open" onClick={() => setOpen(version)}>
            Version {version}
          </button>
          {note && <span className="cell-sub">{note}</span>}
        </span>
      ),
    },
    { key: 'state', head: 'State', cell: ({ state }) => <Badge meaning={meanings[state]} /> },
    {
      key: 'kept',
      head: 'Kept',
      cell: ({ createdAt, createdBy }) => (
        <span>
          <InstantText at={createdAt} />
          {createdBy && <span className="cell-sub">{createdBy}</span>}
        </span>
      ),
    },
    {
      key: 'on',
      head: 'Switched on',
      cell: ({ activatedAt, activatedBy }) => (
        <span>
          <InstantText at={activatedAt} none="Never" />
          {activatedBy && <span className="cell-sub">{activatedBy}</span>}
        </span>
      ),
    },
  ];
  if (view.versions.length === 0)
    return (
      <EmptyState icon="clock" title="There is no version yet">
        Each mapping that is kept or switched on stands here, with who and when, and can be taken up again.
      </EmptyState>
    );
  return (
    <>
      <Table
        label="Versions of the mapping"
        rows={view.versions}
        rowKey={({ version }) => String(version)}
        columns={columns}
      />
      {open !== null && <VersionPanel version={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function VersionPanel({ version, onClose }: { version: number; onClose: () => void }) {
  const { connection, view, mayEdit, change } = useEditing();
  const query = useQuery(mappingVersionQuery(connection.id, version));
  return (
    <SidePanel title={`Version ${version}`} onClose={onClose}>
      <div className="stack">
        <h2>Version {version}</h2>
        <QueryView query={query} skeleton={<BoneRows rows={4} />}>
          {({ content, yaml, note, state }) => (
            <>
              {note && <p>{note}</p>}
              {state === 'active' ? (
                <p className="soft">This version is on.</p>
              ) : (
                <section className="stack-tight">
                  <h3>Against what is on now</h3>
                  <DiffList
                    before={view.active?.content ?? emptyMapping}
                    after={content}
                    none="It is the same as what is on now."
                  />
                </section>
              )}
              <div className="row">
                {mayEdit && state !== 'active' && (
                  <Button
                    look="primary"
                    icon="undo"
                    onPress={() => {
                      change(content);
                      onClose();
                      say(`Version ${version} is in the editor; keep it or switch it on as a new one`);
                    }}
                  >
                    Take it up again
                  </Button>
                )}
                <Button
                  icon="download"
                  onPress={() => handOver(`${connection.provider}-mapping-${version}.yaml`, yaml)}
                >
                  Export as YAML
                </Button>
              </div>
              <details>
                <summary>As YAML</summary>
                <pre className="mapping-source">{yaml}</pre>
              </details>
            </>
          )}
        </QueryView>
      </div>
    </SidePanel>
  );
}
