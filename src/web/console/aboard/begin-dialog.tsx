import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { lookAtSheet, sendSheet, write } from '../../api/client.ts';
import { keys, systemQuery } from '../../api/queries.ts';
import type { AboardColumns, SheetView } from '../../api/types.ts';
import { useClock } from '../../ui/clock.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { FileField } from '../../ui/file-field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { say } from '../../ui/toast.tsx';
import { isOrderOpen, SheetColumns } from './sheet-columns.tsx';

interface Sheet {
  file: File;
  view: SheetView;
  columns: AboardColumns;
}

/** Which deals to look through, and what is known of them from elsewhere. */
export function BeginDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { today } = useClock();
  const connections = useQuery(systemQuery).data?.connections ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [wonSince, setWonSince] = useState<string | null>(yearBefore(today));
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [problem, setProblem] = useState<string | undefined>();
  const connectionId = chosen ?? connections[0]?.id ?? null;
  const take = async (file: File | null): Promise<void> => {
    setProblem(undefined);
    setSheet(null);
    if (!file) return;
    try {
      const view = await lookAtSheet(file);
      setSheet({ file, view, columns: view.guess });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It could not be read');
    }
  };
  const begin = async (): Promise<void> => {
    if (connectionId === null || wonSince === null) return;
    const body = { connectionId, wonSince, withSheet: sheet !== null };
    const { backfillId } = await write('createBackfill', 'POST', '/backfills', body);
    if (sheet) await sendSheet(backfillId, sheet.file, sheet.columns);
    say('Looking through the deals');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog
      title="Look through won deals"
      verb="Look"
      isIncomplete={
        connectionId === null || wonSince === null || (sheet !== null && isOrderOpen(sheet.view, sheet.columns))
      }
      onClose={onClose}
      onSubmit={begin}
    >
      {connections.length > 1 && (
        <SelectField
          label="CRM"
          value={connectionId}
          onChange={setChosen}
          choices={connections.map(({ id, name }) => ({ key: id, label: name }))}
        />
      )}
      <DateField label="Won since" value={wonSince} onChange={setWonSince} isRequired />
      <FileField
        label="What is done already"
        help="A CSV export of Asana, Rocketlane, Jira or a spreadsheet: one row a task. Leave it out if nothing runs elsewhere."
        accept={['.csv', 'text/csv']}
        error={problem}
        onChoose={(file) => void take(file)}
      />
      {sheet && (
        <SheetColumns
          view={sheet.view}
          columns={sheet.columns}
          onChange={(columns) => setSheet({ ...sheet, columns })}
        />
      )}
    </FormDialog>
  );
}

const yearBefore = (today: string): string => `${Number(today.slice(0, 4)) - 1}${today.slice(4, 8)}01`;
