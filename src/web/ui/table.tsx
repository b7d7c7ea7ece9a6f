import type { ReactNode } from 'react';
import './table.css';

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** left out first where there is little room */
  isMinor?: boolean;
  /** any CSS width */
  width?: string;
}

interface TableProps<Row> {
  /** what the table holds, spoken to those who cannot see it */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  isMuted?: (row: Row) => boolean;
}

/** Plain HTML table; the roles stay when a narrow frame lays its rows out as cards. The first column's link or button (class `row-open`) covers its whole row. */
export function Table<Row>({ label, columns, rows, rowKey, isMuted }: TableProps<Row>) {
  const classOf = ({ isNumber, isMinor }: Column<Row>) =>
    [isNumber && 'cell-number', isMinor && 'cell-minor'].filter(Boolean).join(' ') || undefined;
  return (
    <div className="table-frame">
      <table className="table" role="table" aria-label={label}>
        <colgroup>
          {columns.map((column) => (
            <col
              key={column.key}
              className={column.isMinor ? 'cell-minor' : undefined}
              style={{ width: column.width }}
            />
          ))}
        </colgroup>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" className={classOf(column)}>
                {column.head || <span className="visually-hidden">Actions</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" className={isMuted?.(row) ? 'row-muted' : undefined}>
              {columns.map((column) => (
                <td key={column.key} role="cell" className={classOf(column)} data-head={column.head}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
