import type { DealRead } from '../../../integrations/ports.ts';
import type { MappedConnection } from '../../db/connections.ts';
import { knownFields } from '../../db/deals.ts';
import { emptyMapping, type MappingEntry } from '../../domain/mapping/model.ts';
import { factName, isMisread, readingsOf } from '../../domain/mapping/reading.ts';
import type { CrmDeps } from './crm-deps.ts';
import { feedingEntries, type FollowedPlaybook, mappingsOf } from './followed-playbooks.ts';
import { watchFields } from './watch-fields.ts';

/**
 * A CRM may answer for a field that was deleted as if it were empty, and for one of another kind with what makes no sense
 * here. Before values that were there a moment ago are taken for emptied, the CRM is asked whether it has the field at
 * all, and as what. @param followed what the deals' onboardings follow @returns the fields that are not to be believed
 */
export async function stopEmptiedFields(
  deps: CrmDeps,
  connection: Pick<MappedConnection, 'id' | 'mapping' | 'stoppedFields'>,
  { dealReads, followed }: { dealReads: DealRead[]; followed: FollowedPlaybook[] },
): Promise<string[]> {
  const found = dealReads.flatMap((read) => (read.result === 'found' ? [read.deal] : []));
  if (found.length === 0) return connection.stoppedFields;
  const dealIds = found.map(({ dealId }) => dealId);
  const feeding = feedingEntries(mappingsOf(connection, followed));
  const isBelieved = ({ object, field }: MappingEntry): boolean =>
    !connection.stoppedFields.includes(`${object}.${field}`);
  const misread = feeding.filter((entry) => isBelieved(entry) && found.some(({ fields }) => isMisread(entry, fields)));
  const empty = [...new Set([...feeding, ...readingsOf(connection.mapping?.content ?? emptyMapping)])]
    .filter(isBelieved)
    .filter((entry) => found.every(({ fields }) => fields[factName(entry)] === undefined));
  const known = empty.length > 0 ? await knownFields(deps.db, connection.id, dealIds, empty.map(factName)) : [];
  const doubtful = [...misread, ...empty.filter((entry) => known.includes(factName(entry)))];
  return doubtful.length === 0 ? connection.stoppedFields : watchFields(deps, connection.id, { doubtful });
}
