import type { DealRead } from '../../../integrations/ports.ts';
import type { MappedConnection } from '../../db/connections.ts';
import { knownFields } from '../../db/deals.ts';
import { emptyMapping } from '../../domain/mapping/model.ts';
import { factName, readingsOf } from '../../domain/mapping/reading.ts';
import type { CrmDeps } from './crm-deps.ts';
import { watchFields } from './watch-fields.ts';

/**
 * A CRM may answer for a field that was deleted as if it were empty. Before values that were there a moment ago are taken
 * for emptied, the CRM is asked whether it has the field at all. @returns the fields that are not to be believed
 */
export async function stopEmptiedFields(
  deps: CrmDeps,
  connection: Pick<MappedConnection, 'id' | 'mapping' | 'stoppedFields'>,
  reads: DealRead[],
): Promise<string[]> {
  const found = reads.flatMap((read) => (read.result === 'found' ? [read.deal] : []));
  const empty = readingsOf(connection.mapping?.content ?? emptyMapping)
    .filter(({ object, field }) => !connection.stoppedFields.includes(`${object}.${field}`))
    .filter((entry) => found.every(({ fields }) => fields[factName(entry)] === undefined));
  if (found.length === 0 || empty.length === 0) return connection.stoppedFields;
  const dealIds = found.map(({ dealId }) => dealId);
  const known = await knownFields(deps.db, connection.id, dealIds, empty.map(factName));
  const doubtful = empty.filter((entry) => known.includes(factName(entry)));
  return doubtful.length === 0 ? connection.stoppedFields : watchFields(deps, connection.id, doubtful);
}
