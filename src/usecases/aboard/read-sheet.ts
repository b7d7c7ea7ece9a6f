/** A CSV export as rows by column. */
import { CsvError, parse } from 'csv-parse/sync';
import type { SheetView } from '../../contracts/api/backfills.ts';
import { cellsOf, guessColumns, type SheetRow } from '../../domain/aboard-columns.ts';
import { openDates } from '../../domain/sheet-dates.ts';
import { AppError } from '../../errors.ts';
import { type Delimiter, delimiterName, delimiterOf } from './delimiter.ts';

const maxRows = 50_000;
const rowsShown = 5;

export interface Sheet {
  columns: string[];
  rows: SheetRow[];
}

/** @throws AppError invalid_input where it is no table */
export function readSheet(text: string): Sheet {
  const delimiter = delimiterOf(text);
  try {
    const [header = [], ...cells] = recordsOf(text, delimiter);
    const columns = header.map((name, n) => name || `Column ${n + 1}`);
    if (cells.length > maxRows)
      throw new AppError('invalid_input', { message: `A sheet may have ${maxRows} rows; split it` });
    if (columns.length < 2)
      throw new AppError('invalid_input', { message: 'A sheet needs a column for the customer and one for the task' });
    return {
      columns,
      rows: cells.map((row) => Object.fromEntries(row.map((cell, n) => [columns[n] ?? '', cell]))),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid_input', { message: `This is no CSV table: ${whatIsWrong(error, text)}`, cause: error });
  }
}

/** No row is longer than the first: what is too much were values of other columns. */
function recordsOf(text: string, delimiter: Delimiter): string[][] {
  let columns: number | undefined;
  return parse(text, {
    bom: true,
    delimiter,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
    to: maxRows + 2,
    on_record(cells: string[], { lines }) {
      columns ??= cells.length;
      const used = cells.findLastIndex((cell) => cell !== '') + 1;
      if (used > columns)
        throw new AppError('invalid_input', {
          message: `This is no CSV table: line ${lines} has ${used} values, and there are ${columns} columns. Put a value that has a ${delimiterName(delimiter)} within it into quotation marks.`,
        });
      return cells.slice(0, columns);
    },
  });
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
