/** Rows travel as JSON in both directions; only the spelling of keys and the form of instants differ. */
export type Row = Record<string, unknown>;

const camel = new Map<string, string>();
const snake = new Map<string, string>();

const toCamelKey = (key: string): string =>
  cached(camel, key, () => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
export const toSnakeKey = (key: string): string =>
  cached(snake, key, () => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/** `to_jsonb(row)` → our object; only the row's own keys change, JSON columns stay as they are. Instants become `…Z`. */
export function fromRow<T>(row: Row): T {
  const result: Row = {};
  for (const [key, value] of Object.entries(row)) {
    const name = toCamelKey(key);
    result[name] =
      typeof value === 'string' && (name.endsWith('At') || name.endsWith('Since')) ? instant(value) : value;
  }
  return result as T;
}

/** PostgreSQL leaves out trailing zeros of a second, and may speak of another zone than UTC. */
const instant = (text: string): string =>
  text.length === 29 && text.endsWith('+00:00') ? `${text.slice(0, 23)}Z` : new Date(text).toISOString();

export const fromRows = <T>(rows: Row[] | null): T[] => (rows ?? []).map((row) => fromRow<T>(row));

/** Our object → the JSON that `jsonb_populate_record` reads. */
export function toRow(object: object): Row {
  const result: Row = {};
  for (const [key, value] of Object.entries(object)) result[toSnakeKey(key)] = value;
  return result;
}

function cached(cache: Map<string, string>, key: string, make: () => string): string {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
