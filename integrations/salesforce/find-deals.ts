/** Reconcile and search. Queries do not lag behind writes; pages go on after the last record, never by offset. */
import type { Instant } from '../../src/domain/model.ts';
import { AppError } from '../../src/errors.ts';
import { containing, pathOf, quoted, readPage, type Row } from './soql.ts';
import type { ChangedDeal, WonDeal } from '../ports.ts';
import type { Stages } from './stages.ts';
import type { Transport } from './transport.ts';
import { toLongId } from './record-id.ts';
import { idAt, isTrueAt, textAt } from './values.ts';

const modified = 'SystemModstamp';
const pageSize = 2_000;
const longestSearch = 200;

interface Window {
  modifiedSince: Instant;
  after: string | null;
}

export async function findWonDeals(
  transport: Transport,
  window: Window,
): Promise<{ deals: WonDeal[]; next: string | null }> {
  const { records, next } = await findModified(transport, window, {
    ...opportunities,
    doing: 'looking for won opportunities',
    columns: ['Id', 'Name'],
    condition: 'IsWon = true AND ',
  });
  return { deals: records.map((row) => ({ dealId: idAt(row), name: textAt(row, 'Name') })), next };
}

export async function findChangedDeals(
  transport: Transport,
  window: Window,
): Promise<{ deals: ChangedDeal[]; next: string | null }> {
  const { records, next } = await findModified(transport, window, opportunities);
  const deals = records.map((row) => ({
    dealId: idAt(row),
    isWon: isTrueAt(row, 'IsWon'),
    modifiedAt: textAt(row, modified) ?? window.modifiedSince,
  }));
  return { deals, next };
}

export async function findChangedCompanies(
  transport: Transport,
  window: Window,
): Promise<{ companyIds: string[]; next: string | null }> {
  const { records, next } = await findModified(transport, window, {
    doing: 'looking for changed accounts',
    columns: ['Id'],
    from: 'Account',
  });
  return { companyIds: records.map((row) => idAt(row)), next };
}

const opportunities = {
  doing: 'looking for changed opportunities',
  columns: ['Id', 'IsWon'],
  from: 'Opportunity',
} as const;

/**
 * Ascending by modification, then id. The next page begins behind the last record: one that is modified meanwhile moves
 * to the end, and an offset would skip its neighbour.
 */
async function findModified(
  transport: Transport,
  { modifiedSince, after }: Window,
  {
    doing,
    columns,
    from,
    condition = '',
  }: { doing: string; columns: readonly string[]; from: string; condition?: string },
): Promise<{ records: Row[]; next: string | null }> {
  const since = after === null ? `${modified} >= ${new Date(modifiedSince).toISOString()}` : behind(parseCursor(after));
  const soql = `SELECT ${columns.join(', ')}, ${modified} FROM ${from} WHERE ${condition}${since} ORDER BY ${modified} ASC, Id ASC LIMIT ${pageSize}`;
  const { records } = await readPage(transport, doing, pathOf(soql));
  const last = records.at(-1);
  return {
    records,
    next: last && records.length === pageSize ? `${textAt(last, modified)}|${idAt(last)}` : null,
  };
}

interface Cursor {
  at: string;
  id: string;
}
const behind = ({ at, id }: Cursor): string => `(${modified} > ${at} OR (${modified} = ${at} AND Id > ${quoted(id)}))`;

function parseCursor(after: string): Cursor {
  const [at = '', id = ''] = after.split('|');
  const longId = toLongId(id);
  if (longId !== null && !Number.isNaN(Date.parse(at))) return { at: new Date(at).toISOString(), id: longId };
  throw new AppError('invalid_input', {
    message: 'The page to go on from is not one of ours',
    details: { after },
  });
}

export async function searchDeals(
  transport: Transport,
  stages: Stages,
  query: string,
): Promise<{ dealId: string; name: string; stageLabel: string; isWon: boolean }[]> {
  const { records } = await readPage(
    transport,
    'searching opportunities',
    pathOf(
      `SELECT Id, Name, StageName, IsWon FROM Opportunity WHERE Name LIKE ${containing(query.slice(0, longestSearch))} ORDER BY LastModifiedDate DESC LIMIT 20`,
    ),
  );
  return Promise.all(
    records.map(async (row) => {
      const stageName = textAt(row, 'StageName') ?? '';
      return {
        dealId: idAt(row),
        name: textAt(row, 'Name') ?? `Opportunity ${idAt(row)}`,
        stageLabel: (await stages.find(stageName))?.label ?? stageName,
        isWon: isTrueAt(row, 'IsWon'),
      };
    }),
  );
}
