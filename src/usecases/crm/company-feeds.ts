/**
 * What of a company feeds plans. It changes neither the company's deals nor when they were modified, and no event tells
 * of it: only what stands in the company does.
 */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { MappedConnection } from '../../db/connections.ts';
import { companiesInUse, type CompanyFeed, dealsToldOtherwise } from '../../db/queries/deals-of-companies.ts';
import { playbooksInUse } from '../../db/queries/playbooks-in-use.ts';
import { companyFieldPrefix } from '../../domain/crm-fields.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { CrmDeps } from './crm-deps.ts';
import { wantedDealFields } from './deal-facts.ts';
import { readAgain } from './find-missed.ts';

/** What the connection's mapping, and the playbooks of its running onboardings, read of a company; without what stopped. */
export async function companyFeeds(
  { db, playbooks }: CrmDeps,
  { id, mapping, stoppedFields }: Pick<MappedConnection, 'id' | 'mapping' | 'stoppedFields'>,
): Promise<CompanyFeed[]> {
  const feedsOf = (versionId: string | null, playbook: Playbook | null): CompanyFeed[] =>
    wantedDealFields(playbook ? [playbook] : [], mapping?.content)
      .filter((name) => name.startsWith(companyFieldPrefix) && !stoppedFields.includes(name))
      .map((name) => ({ versionId, field: name.slice(companyFieldPrefix.length) }));
  const versionIds = await playbooksInUse(db, id);
  const ofVersions = versionIds.map(async (versionId) => feedsOf(versionId, await playbooks.byVersionId(versionId)));
  return [...feedsOf(null, null), ...(await Promise.all(ofVersions)).flat()];
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
