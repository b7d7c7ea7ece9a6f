/** Which column of a table says what. Exports of Asana, Rocketlane, Jira and spreadsheets differ, so it is guessed and may be corrected. */
import { sameName } from './aboard.ts';
import { type DateOrder, openDates } from './sheet-dates.ts';

export interface AboardColumns {
  /** whose onboarding: the deal's id, its name or the company's */
  customer: string;
  task: string;
  status: string | null;
  doneOn: string | null;
  dueOn: string | null;
  /** an address or a name; the first of several that is known */
  owner: string | null;
  startOn: string | null;
  /** what stands in `status` where a task is done */
  doneWords: string[];
  /** how dates with slashes are meant; null: they are not read */
  dateOrder: DateOrder | null;
}

export type SheetRow = Record<string, string>;

const guesses: Record<Exclude<keyof AboardColumns, 'doneWords' | 'dateOrder'>, readonly string[]> = {
  customer: [
    'deal id',
    'record id',
    'customer',
    'customer name',
    'customer company',
    'company',
    'company name',
    'account',
    'account name',
    'client',
    'projects',
    'project name',
    'project',
  ],
  task: ['task name', 'taskname', 'task', 'summary', 'name', 'title'],
  status: ['status', 'task status', 'state', 'completed'],
  doneOn: [
    'completed at',
    'completed on',
    'completion date',
    'actual due date',
    'due date actual',
    'duedateactual',
    'actual completion date',
    'actual end date',
    'resolved',
    'resolution date',
    'done on',
    'done at',
    'completed date',
    'date completed',
    'finished',
    'finished on',
    'finished at',
    'closed on',
    'closed at',
  ],
  dueOn: ['due date', 'duedate', 'due on', 'due', 'end date', 'deadline'],
  owner: ['assignee email', 'owner email', 'assignees', 'assignee', 'owner', 'assigned to'],
  startOn: [
    'actual start date',
    'start date actual',
    'startdateactual',
    'start date',
    'startdate',
    'start on',
    'created at',
    'created',
    'start',
  ],
};
const doneWordsOf = {
  en: ['done', 'complete', 'completed', 'closed', 'resolved', 'finished', 'yes', 'true', 'x'],
  de: ['erledigt', 'fertig', 'abgeschlossen'],
  fr: ['terminé', 'fait'],
  es: ['hecho', 'terminado', 'completado'],
};
export const usualDoneWords = Object.values(doneWordsOf).flat();

/** The columns that are most likely meant; `customer` and `task` fall back on the first two. */
export const guessColumns = (headers: readonly string[], rows: readonly SheetRow[] = []): AboardColumns => {
  const named = (names: readonly string[]): string | null =>
    names.flatMap((name) => headers.find((header) => sameName(header) === name) ?? [])[0] ?? null;
  const dates = { doneOn: named(guesses.doneOn), dueOn: named(guesses.dueOn), startOn: named(guesses.startOn) };
  return {
    ...dates,
    customer: named(guesses.customer) ?? headers[0] ?? '',
    task: named(guesses.task) ?? headers[1] ?? '',
    status: named(guesses.status),
    owner: named(guesses.owner),
    doneWords: usualDoneWords,
    dateOrder: openDates(Object.values(dates).flatMap((column) => cellsOf(rows, column)))?.order ?? null,
  };
};

export const cellsOf = (rows: readonly SheetRow[], column: string | null): string[] =>
  column === null ? [] : rows.map((row) => row[column] ?? '');
