/** Plain tables for a terminal. */

const widthOf = (text: string): number => Array.from(text).length;
const fill = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Columns as wide as their content, two spaces apart, a line under the head; `''` for no rows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return '';
  const widths = head.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => fill(cells[column] ?? '', width))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
};

export const heading = (text: string): string => `\n${text}\n${'═'.repeat(widthOf(text))}`;
