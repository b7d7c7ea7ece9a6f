/** A CSV export as rows by column; commas, semicolons and tabs, with or without the mark of UTF-8. */
import { CsvError, parse } from 'csv-parse/sync';
import type { SheetView } from '../../contracts/api/backfills.ts';
import { cellsOf, guessColumns, type SheetRow } from '../../domain/aboard-columns.ts';
import { openDates } from '../../domain/sheet-dates.ts';
import { AppError } from '../../errors.ts';

const maxRows = 50_000;
const rowsShown = 5;

export interface Sheet {
  columns: string[];
  rows: SheetRow[];
}

/** @throws AppError invalid_input where it is no table */
export function readSheet(text: string): Sheet {
  const columns: string[] = [];
  try {
    const rows: SheetRow[] = parse(text, {
      bom: true,
      columns(header: string[]) {
        const names = header.map((name, n) => name.trim() || `Column ${n + 1}`);
        columns.push(...names);
        return names;
      },
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
      to: maxRows + 1,
    });
    if (rows.length > maxRows)
      throw new AppError('invalid_input', { message: `A sheet may have ${maxRows} rows; split it` });
    if (columns.length < 2)
      throw new AppError('invalid_input', { message: 'A sheet needs a column for the customer and one for the task' });
    return { columns, rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid_input', { message: `This is no CSV table: ${whatIsWrong(error, text)}`, cause: error });
  }
}

function whatIsWrong(error: CsvError, text: string): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `the row that begins in line ${lineBehind(error, text)} opens a quotation mark that nothing closes. Close it, or write it twice where the mark itself is meant.`;
  return `line ${String(error['lines'])} has a quotation mark within a value. Put the whole value into quotation marks, and write twice those that belong to it.`;
}

/** Where the first row begins that could not be read: the parser itself names the end of the file. */
function lineBehind(error: CsvError, text: string): number {
  const read = Buffer.from(text).subarray(0, Number(error['bytes'])).toString();
  const between = /^\s*/.exec(text.slice(read.length))?.[0] ?? '';
  return `${read}${between}`.split('\n').length;
}

/** What a person needs to name the columns. */
export function lookAtSheet(text: string): SheetView {
  const { columns, rows } = readSheet(text);
  return {
    columns,
    rows: rows.length,
    shown: rows.slice(0, rowsShown).map((row) => columns.map((column) => row[column] ?? '')),
    guess: guessColumns(columns, rows),
    openDates: columns.flatMap((column) => {
      const open = openDates(cellsOf(rows, column));
      return open ? [{ column, ...open }] : [];
    }),
  };
}
