/** What runs elsewhere, as a table: one row a task, its columns named by a person. */
import { sameName } from './aboard.ts';
import type { AboardColumns, SheetRow } from './aboard-columns.ts';
import type { LocalDate } from './model.ts';
import { readDate } from './sheet-dates.ts';

export interface SheetTask {
  name: string;
  isDone: boolean;
  doneOn: LocalDate | null;
  dueOn: LocalDate | null;
  owner: string | null;
}
export interface SheetCustomer {
  name: string;
  kickoffOn: LocalDate | null;
  tasks: SheetTask[];
  /** what stands where a date is expected and could not be taken for one, with its task; absent: nothing */
  unreadDates?: string[];
}
/** by the name of the customer as `sameName` writes it */
export type AboardSheet = Record<string, SheetCustomer>;

/** Rows by customer; a row without customer or task says nothing. A date in the column of completion means done as well. */
export const toSheet = (rows: readonly SheetRow[], columns: AboardColumns): AboardSheet => {
  const cell = (row: SheetRow, column: string | null): string => (column === null ? '' : (row[column] ?? '').trim());
  const doneWords = new Set(columns.doneWords.map(sameName));
  const sheet = new Map<string, SheetCustomer>();
  for (const row of rows) {
    const name = cell(row, columns.customer);
    const task = cell(row, columns.task);
    if (sameName(name) === '' || task === '') continue;
    const customer = sheet.get(sameName(name)) ?? { name, kickoffOn: null, tasks: [] };
    sheet.set(sameName(name), customer);
    const dateIn = (column: string | null): LocalDate | null => {
      const written = cell(row, column);
      const on = readDate(written, columns.dateOrder);
      if (written !== '' && on === null) (customer.unreadDates ??= []).push(`${task}: ${written}`);
      return on;
    };
    const doneOn = dateIn(columns.doneOn);
    const status = sameName(cell(row, columns.status));
    customer.tasks.push({
      name: task,
      isDone: doneOn !== null || (status !== '' && doneWords.has(status)),
      doneOn,
      dueOn: dateIn(columns.dueOn),
      owner: cell(row, columns.owner) || null,
    });
    const startOn = dateIn(columns.startOn);
    if (startOn !== null && (customer.kickoffOn === null || startOn < customer.kickoffOn)) customer.kickoffOn = startOn;
  }
  for (const customer of sheet.values()) customer.kickoffOn ??= firstDone(customer);
  return Object.fromEntries(sheet);
};

/** Many exports have no column of starts: it began no later than on the day on which something was done first. */
const firstDone = ({ tasks }: SheetCustomer): LocalDate | null =>
  tasks.flatMap(({ doneOn }) => doneOn ?? []).toSorted()[0] ?? null;

/** The customer of a deal: by its id, its name, or the company's. */
export const customerOf = (
  sheet: AboardSheet | null,
  names: readonly (string | null | undefined)[],
): SheetCustomer | null => {
  const key = customerKey(sheet, names);
  return (key === null ? undefined : sheet?.[key]) ?? null;
};

/** Where that customer stands in the sheet. */
export const customerKey = (
  sheet: AboardSheet | null,
  names: readonly (string | null | undefined)[],
): string | null => {
  if (sheet === null) return null;
  const keys = names.flatMap((name) => (name ? [sameName(name)] : []));
  return keys.find((key) => Object.hasOwn(sheet, key)) ?? null;
};
