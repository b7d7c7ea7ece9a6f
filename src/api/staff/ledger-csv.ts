/** The ledger as a table for spreadsheets. Not JSON, so it stands beside the table of endpoints. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { type Request, type Response, Router } from 'express';
import { viewer } from '../../contracts/api/endpoint.ts';
import { ledgerFilter } from '../../contracts/api/ledger.ts';
import type { Sql } from '../../db/database.ts';
import { type LedgerFilter, type LedgerView, listLedger } from '../../db/queries/list-ledger.ts';
import type { ApiDeps } from '../deps.ts';
import { authorise } from '../http/access.ts';
import { findCaller, sessionCookieName } from '../http/caller.ts';
import { invalid } from '../http/problem.ts';
import { noteRoute } from '../http/request-log.ts';
import { ledgerSince } from './ledger-days.ts';

const rowsPerRead = 1_000;
const columns = [
  'id',
  'at',
  'connectionName',
  'onboardingName',
  'onboardingId',
  'direction',
  'objectType',
  'recordId',
  'field',
  'fieldLabel',
  'before',
  'beforeLabel',
  'after',
  'afterLabel',
  'why',
  'actor',
  'attempt',
  'result',
  'error',
] as const satisfies readonly (keyof LedgerView)[];

export function ledgerCsvRoute(deps: ApiDeps): Router {
  const router = Router();
  const cookieName = sessionCookieName(deps.publicUrl);
  router.get('/ledger.csv', async (request: Request, response: Response) => {
    noteRoute(response, '/api/v1/ledger.csv');
    authorise(await findCaller(deps.db, request, cookieName), viewer);
    const filter = ledgerFilter.strict().safeParse(request.query);
    if (!filter.success) throw invalid(filter.error, 'query');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Disposition', 'attachment; filename="sync-ledger.csv"');
    response.type('text/csv; charset=utf-8');
    // the mark of UTF-8 is what spreadsheets go by; a cell that a spreadsheet would compute is quoted
    const table = stringify({ header: true, columns: [...columns], bom: true, escape_formulas: true });
    const from = filter.data.from ?? ledgerSince(filter.data, deps.clock.now()) ?? undefined;
    await pipeline(Readable.from(rowsOf(deps.db, { ...filter.data, from })), table, response);
  });
  return router;
}

/** A page at a time, so that years of ledger pass through little memory. */
async function* rowsOf(sql: Sql, filter: Omit<LedgerFilter, 'limit' | 'cursor'>): AsyncGenerator<unknown[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await listLedger(sql, { ...filter, cursor, limit: rowsPerRead });
    for (const row of items) yield columns.map((column) => textOf(row[column]));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

const textOf = (value: LedgerView[(typeof columns)[number]]): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
