import type { MappedConnection } from '../../db/connections.ts';
import { playbooksInUse } from '../../db/queries/playbooks-in-use.ts';
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { type MappingEntry, reads } from '../../domain/mapping/model.ts';
import type { CrmDeps } from './crm-deps.ts';

/**
 * What is read by the connection's mapping, and by the `crm:` blocks of the playbooks that its running onboardings, or
 * those of `dealIds`, follow.
 */
export async function feedingEntries(
  { db, playbooks }: CrmDeps,
  { id, mapping }: Pick<MappedConnection, 'id' | 'mapping'>,
  dealIds: string[] | null = null,
): Promise<MappingEntry[]> {
  const inUse = await playbooksInUse(db, id, dealIds);
  const followed = await Promise.all(inUse.map((versionId) => playbooks.byVersionId(versionId)));
  const ofPlaybooks = followed.flatMap((playbook) => (playbook ? mappingOfPlaybook(playbook.crm).entries : []));
  return [...(mapping?.content.entries ?? []), ...ofPlaybooks].filter(reads);
}
