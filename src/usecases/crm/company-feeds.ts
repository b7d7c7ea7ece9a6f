/**
 * What of a company feeds plans. It changes neither the company's deals nor when they were modified, and no event tells
 * of it: only what stands in the company does.
 */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { MappedConnection } from '../../db/connections.ts';
import { companiesInUse, type CompanyFeed, dealsToldOtherwise } from '../../db/queries/deals-of-companies.ts';
import { companyFieldPrefix } from '../../domain/crm-fields.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { CrmDeps } from './crm-deps.ts';
import { wantedDealFields } from './deal-facts.ts';
import { readAgain } from './find-missed.ts';
import type { FollowedPlaybook } from './followed-playbooks.ts';

/** What the connection's mapping, and the playbooks of its running onboardings, read of a company; without what stopped. */
export function companyFeeds(
  { mapping, stoppedFields }: Pick<MappedConnection, 'mapping' | 'stoppedFields'>,
  followed: readonly FollowedPlaybook[],
): CompanyFeed[] {
  const feedsOf = (versionId: string | null, playbook: Playbook | null): CompanyFeed[] =>
    wantedDealFields(playbook ? [playbook] : [], mapping?.content)
      .filter((name) => name.startsWith(companyFieldPrefix) && !stoppedFields.includes(name))
      .map((name) => ({ versionId, field: name.slice(companyFieldPrefix.length) }));
  return [...feedsOf(null, null), ...followed.flatMap(({ versionId, playbook }) => feedsOf(versionId, playbook))];
}

/** Of companies that were modified. @returns how many deals are to be read, since theirs holds something else than was read last */
export async function noteChangedCompanies(
  deps: CrmDeps,
  connection: MappedConnection,
  { crm, companyIds, feeds, at }: { crm: CrmPort; companyIds: string[]; feeds: CompanyFeed[]; at: Date },
): Promise<number> {
  if (feeds.length === 0) return 0;
  const inUse = await companiesInUse(deps.db, connection.id, companyIds);
  if (inUse.length === 0) return 0;
  const held = await crm.readFields('company', inUse, [...new Set(feeds.map(({ field }) => field))]);
  return readAgain(deps, connection, await dealsToldOtherwise(deps.db, connection.id, { held, feeds }), at);
}
