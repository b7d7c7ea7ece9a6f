import type { MappedConnection } from '../../db/connections.ts';
import { playbooksInUse } from '../../db/queries/playbooks-in-use.ts';
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { type MappingEntry, reads } from '../../domain/mapping/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { CrmDeps } from './crm-deps.ts';

/** The versions that running onboardings of a connection, or of these deals of it, follow; older ones among them. */
export async function followedPlaybooks(
  { db, playbooks }: CrmDeps,
  connectionId: string,
  dealIds: string[] | null = null,
): Promise<Playbook[]> {
  const inUse = await playbooksInUse(db, connectionId, dealIds);
  const found = await Promise.all(inUse.map((versionId) => playbooks.byVersionId(versionId)));
  return found.filter((playbook) => playbook !== null);
}

/** What is read by the connection's mapping, and by the `crm:` blocks of playbooks. */
export const feedingEntries = (
  { mapping }: Pick<MappedConnection, 'mapping'>,
  playbooks: readonly Playbook[],
): MappingEntry[] =>
  [
    ...(mapping?.content.entries ?? []),
    ...playbooks.flatMap((playbook) => mappingOfPlaybook(playbook.crm).entries),
  ].filter(reads);
