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

/** Salesforce takes addresses of 16,384 characters; the rest is left to the server's own part. */
const longestQuery = 14_000;
const mostIds = 200;

export interface IdQuery {
  doing: string;
  columns: readonly string[];
  from: string;
  /** the field that is to be one of `ids` */
  key: string;
  ids: readonly string[];
  /** more after the ids: `AND …`, `ORDER BY …` */
  rest?: string;
  /** deleted and archived ones as well */
  withDeleted?: boolean;
}

/** One after another per query, so that a large read does not take all the calls at once. */
export async function readByIds(transport: Transport, query: IdQuery): Promise<Row[]> {
  const { columns, from, key, rest = '' } = query;
  const rows: Row[] = [];
  for (const group of groupsOf([...new Set(query.ids)], columns, rest)) {
    const soql = `SELECT ${columns.join(', ')} FROM ${from} WHERE ${key} IN (${group.map(quoted).join(', ')}) ${rest}`;
    rows.push(...(await readAll(transport, query.doing, soql.trim(), query.withDeleted)));
  }
  return rows;
}

function groupsOf(ids: string[], columns: readonly string[], rest: string): string[][] {
  const perId = (id: string): number => encodeURIComponent(`${quoted(id)}, `).length;
  const room = longestQuery - encodeURIComponent(`${columns.join(', ')}${rest}`).length - 200;
  const groups: string[][] = [];
  let taken = 0;
  for (const id of ids) {
    const group = groups.at(-1);
    if (!group || group.length === mostIds || taken + perId(id) > room) {
      groups.push([id]);
      taken = perId(id);
    } else {
      group.push(id);
      taken += perId(id);
    }
  }
  return groups;
}

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
