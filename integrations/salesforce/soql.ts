/** Queries: every value escaped, as many ids in one as its address may hold, page after page. */
import type { Transport } from './transport.ts';
import { pageSchema } from './schemas.ts';

export type Row = Record<string, unknown>;

/** A text literal. https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
export const quoted = (text: string): string =>
  `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')}'`;

/** What stands for itself in a LIKE. The wildcards are escaped once; `quoted` would escape that again. */
export const containing = (text: string): string =>
  `'%${quoted(text)
    .slice(1, -1)
    .replaceAll(/[%_]/g, String.raw`\$&`)}%'`;

/**
 * Salesforce takes 16,384 bytes of address and headers together (414, 431). The rest is left to both: a token may be a JWT
 * of two thousand.
 */
const longestQuery = 12_000;
/** the rest of a query is left to its ids */
const longestSelection = 6_000;
const mostIds = 200;

export interface IdQuery {
  doing: string;
  columns: readonly string[];
  from: string;
  /** the field that is to be one of `ids`; with many columns, which come in several queries, it is `Id` */
  key: string;
  ids: readonly string[];
  /** more after the ids: `AND …`, `ORDER BY …` */
  rest?: string;
  /** deleted and archived ones as well */
  withDeleted?: boolean;
}

/** One after another, so that a large read does not take all the calls at once. */
export async function readByIds(transport: Transport, query: IdQuery): Promise<Row[]> {
  const [columns = [], ...more] = columnGroups(query.columns);
  const rows = await readColumns(transport, query, columns);
  if (more.length === 0) return rows;
  const found = new Map(rows.map((row) => [row['Id'], row]));
  for (const group of more)
    for (const row of await readColumns(transport, query, ['Id', ...group]))
      found.set(row['Id'], joined(found.get(row['Id']) ?? {}, row));
  return [...found.values()];
}

async function readColumns(transport: Transport, query: IdQuery, columns: string[]): Promise<Row[]> {
  const { from, key, rest = '', doing, withDeleted } = query;
  const begin = `SELECT ${columns.join(', ')} FROM ${from} WHERE ${key} IN (`;
  const room = longestQuery - encodeURIComponent(`${begin}) ${rest}`).length;
  const rows: Row[] = [];
  for (const group of groupsOf([...new Set(query.ids)].map(quoted), room, mostIds)) {
    const soql = `${begin}${group.join(', ')}) ${rest}`.trim();
    rows.push(...(await readAll(transport, doing, soql, withDeleted)));
  }
  return rows;
}

const columnGroups = (columns: readonly string[]): string[][] =>
  groupsOf([...new Set(columns)], longestSelection, columns.length);

/** In their order, each group short enough as part of an address. */
function groupsOf(texts: string[], room: number, most: number): string[][] {
  const groups: string[][] = [];
  let taken = 0;
  for (const text of texts) {
    const length = encodeURIComponent(`${text}, `).length;
    const group = groups.at(-1);
    if (!group || group.length >= most || taken + length > room) {
      groups.push([text]);
      taken = length;
    } else {
      group.push(text);
      taken += length;
    }
  }
  return groups;
}

/** What leads to another record is an object in both parts. */
const joined = (one: Row, other: Row): Row => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([name, value]) => {
      const held = one[name];
      return [name, isObject(held) && isObject(value) ? { ...held, ...value } : value];
    }),
  ),
});
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** All pages of a query. */
export async function readAll(transport: Transport, doing: string, soql: string, withDeleted = false): Promise<Row[]> {
  const rows: Row[] = [];
  let path: string | undefined = pathOf(soql, withDeleted);
  while (path !== undefined) {
    const page = await readPage(transport, doing, path);
    rows.push(...page.records);
    path = page.done ? undefined : page.nextRecordsUrl;
  }
  return rows;
}

export const pathOf = (soql: string, withDeleted = false): string =>
  `/${withDeleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(soql)}`;

export const readPage = (transport: Transport, doing: string, path: string) =>
  transport.call({ doing, answer: pageSchema, method: 'GET', path });
