/** query and queryAll, in pages behind a locator. */
import { z } from 'zod';
import { type Answer, invalidLocator, malformedQuery } from './answers.ts';
import type { Org } from './org.ts';
import { recordId } from './record-id.ts';
import type { ApiCall, Route } from './routes.ts';
import { type QueryRun, runQuery } from './soql/run.ts';

/** Salesforce forgets the oldest of a user's open queries */
const openQueries = 10;

export function queryRoutes(org: Org): Route[] {
  const open = new Map<string, { run: QueryRun; userId: string; resource: string }>();
  const answer = (id: string | null, run: QueryRun, resource: string, from: number, call: ApiCall): Answer => {
    const records = run.page(from, call.batchSize);
    const next = from + records.length;
    const isDone = run.isCount || next >= run.total;
    const locator = isDone ? null : (id ?? remember(run, resource, call.session.userId));
    return {
      status: 200,
      body: {
        totalSize: run.total,
        done: isDone,
        ...(locator !== null && { nextRecordsUrl: `/services/data/v${call.version}/${resource}/${locator}-${next}` }),
        records,
      },
    };
  };
  const remember = (run: QueryRun, resource: string, userId: string): string => {
    const id = recordId('01g', org.state.nextNumber++);
    const theirs = [...open].filter(([, one]) => one.userId === userId);
    const [oldest] = theirs[0] ?? [];
    if (oldest !== undefined && theirs.length >= openQueries) open.delete(oldest);
    open.set(id, { run, userId, resource });
    return id;
  };
  const resources: [resource: string, withDeleted: boolean][] = [
    ['query', false],
    ['queryAll', true],
  ];
  return resources.flatMap(([resource, withDeleted]): Route[] => [
    {
      method: 'GET',
      path: resource,
      handle(call) {
        const soql = call.query.get('q');
        if (soql === null || soql.trim() === '') throw malformedQuery('A query string has to be specified');
        return answer(null, runQuery(org, soql, call.version, withDeleted), resource, 0, call);
      },
    },
    {
      method: 'GET',
      path: `${resource}/:locator`,
      handle(call) {
        const [id = '', from = ''] = (call.params['locator'] ?? '').split('-');
        const held = open.get(id);
        const position = z.coerce.number().int().min(0).safeParse(from);
        if (!held || !position.success) throw invalidLocator();
        return answer(id, held.run, held.resource, position.data, call);
      },
    },
  ]);
}
