/** Where a page ended: the sort key and id of its last row, opaque to callers. */
import { z } from 'zod';
import { jsonText } from '../../contracts/api/values.ts';
import { AppError } from '../../errors.ts';

export interface Page<T> {
  items: T[];
  next: string | null;
}
export interface Position {
  key: string;
  id: string;
}

/** What a position may hold; anything else is no cursor of ours and never reaches a query. */
const shapes = {
  instant: z.iso.datetime(),
  date: z.iso.date(),
  number: z.string().regex(/^\d{1,18}$/),
  uuid: z.uuid(),
  text: z.string(),
  none: z.literal(''),
};
type Shape = keyof typeof shapes;

export interface CursorKind {
  /** @throws AppError invalid_input for a cursor that is not ours, or of another list or sorting. */
  read(cursor: string | undefined): Position | null;
  /** From `limit + 1` rows: the page, and where the next one begins if there is more. */
  page<R, T>(rows: R[], limit: number, position: (row: R) => Position, view: (row: R) => T): Page<T>;
}

export function cursorKind(list: string, shape: { key: Shape; id: Shape }): CursorKind {
  const position = jsonText.pipe(z.tuple([z.literal(list), shapes[shape.key], shapes[shape.id]]));
  return {
    read(cursor) {
      if (cursor === undefined) return null;
      const parsed = position.safeParse(Buffer.from(cursor, 'base64url').toString());
      if (!parsed.success) throw new AppError('invalid_input', { message: 'This cursor does not belong to this list' });
      return { key: parsed.data[1], id: parsed.data[2] };
    },
    page(rows, limit, positionOf, view) {
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const hasMore = rows.length > limit && last !== undefined;
      return { items: shown.map(view), next: hasMore ? encode(list, positionOf(last)) : null };
    },
  };
}

const encode = (list: string, { key, id }: Position): string =>
  Buffer.from(JSON.stringify([list, key, id])).toString('base64url');
