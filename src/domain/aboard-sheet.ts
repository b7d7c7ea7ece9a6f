/**
 * What runs elsewhere, as a table: one row a task, its columns named by a person. Exports of Asana, Rocketlane, Jira and
 * spreadsheets differ in names and in the words for done, so both are guessed and may be corrected.
 */
import { sameName } from './aboard.ts';
import type { LocalDate } from './model.ts';

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
}

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
}
/** by the name of the customer as `sameName` writes it */
export type AboardSheet = Record<string, SheetCustomer>;

export type SheetRow = Record<string, string>;

const guesses: Record<Exclude<keyof AboardColumns, 'doneWords'>, readonly string[]> = {
  customer: [
    'deal id',
    'record id',
    'customer',
    'customer name',
    'company',
    'account',
    'client',
    'projects',
    'project name',
    'project',
  ],
  task: ['task name', 'task', 'summary', 'name', 'title'],
  status: ['status', 'task status', 'state', 'completed'],
  doneOn: [
    'completed at',
    'completed on',
    'completion date',
    'actual due date',
    'due date actual',
    'actual end date',
    'resolved',
    'resolution date',
    'done on',
    'done at',
  ],
  dueOn: ['due date', 'due on', 'due', 'end date', 'deadline'],
  owner: ['assignee email', 'owner email', 'assignees', 'assignee', 'owner', 'assigned to'],
  startOn: ['actual start date', 'start date actual', 'start date', 'start on', 'created at', 'created', 'start'],
};
export const usualDoneWords = ['done', 'complete', 'completed', 'closed', 'resolved', 'finished', 'yes', 'true', 'x'];

/** The columns that are most likely meant; `customer` and `task` fall back on the first two. */
export const guessColumns = (headers: readonly string[]): AboardColumns => {
  const named = (names: readonly string[]): string | null =>
    names.flatMap((name) => headers.find((header) => sameName(header) === name) ?? [])[0] ?? null;
  return {
    customer: named(guesses.customer) ?? headers[0] ?? '',
    task: named(guesses.task) ?? headers[1] ?? '',
    status: named(guesses.status),
    doneOn: named(guesses.doneOn),
    dueOn: named(guesses.dueOn),
    owner: named(guesses.owner),
    startOn: named(guesses.startOn),
    doneWords: usualDoneWords,
  };
};

/** `2026-11-21`, with or without a time; `21.11.2026`; `21 Nov 2026`. What could be read in two ways is not read. */
export const readDate = (text: string | undefined): LocalDate | null => {
  const value = text?.trim() ?? '';
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]|$)/.exec(value);
  if (iso) return checked(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value);
  if (dotted) return checked(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const worded = /^(\d{1,2})[ /-]([A-Za-z]{3})[a-z]*\.?[ /-](\d{2}|\d{4})(?:\s|$)/.exec(value);
  const month = months.indexOf(worded?.[2]?.toLowerCase() ?? '');
  if (!worded || month < 0) return null;
  const year = Number(worded[3]);
  return checked(year < 100 ? 2000 + year : year, month + 1, Number(worded[1]));
};
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const checked = (year: number, month: number, day: number): LocalDate | null => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSame = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame ? date.toISOString().slice(0, 10) : null;
};

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
    const doneOn = readDate(cell(row, columns.doneOn));
    const status = sameName(cell(row, columns.status));
    customer.tasks.push({
      name: task,
      isDone: doneOn !== null || (status !== '' && doneWords.has(status)),
      doneOn,
      dueOn: readDate(cell(row, columns.dueOn)),
      owner: cell(row, columns.owner) || null,
    });
    const startOn = readDate(cell(row, columns.startOn));
    if (startOn !== null && (customer.kickoffOn === null || startOn < customer.kickoffOn)) customer.kickoffOn = startOn;
  }
  return Object.fromEntries(sheet);
};

/** The customer of a deal: by its id, its name, or the company's. */
export const customerOf = (
  sheet: AboardSheet | null,
  names: readonly (string | null | undefined)[],
): SheetCustomer | null => {
  if (sheet === null) return null;
  for (const name of names) {
    const found = name ? sheet[sameName(name)] : undefined;
    if (found) return found;
  }
  return null;
};
