import type { MappedConnection } from '../../db/connections.ts';
import { playbooksInUse } from '../../db/queries/playbooks-in-use.ts';
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { type Mapping, type MappingEntry, reads } from '../../domain/mapping/model.ts';
import type { Playbook } from '../../domain/playbook.ts';
import type { CrmDeps } from './crm-deps.ts';

export interface FollowedPlaybook {
  versionId: string;
  playbook: Playbook;
}

/** The versions that running onboardings of a connection, or of these deals of it, follow; older ones among them. */
export async function followedPlaybooks(
  { db, playbooks }: CrmDeps,
  connectionId: string,
  dealIds: string[] | null = null,
): Promise<FollowedPlaybook[]> {
  const inUse = await playbooksInUse(db, connectionId, dealIds);
  const found = inUse.map(async (versionId) => ({ versionId, playbook: await playbooks.byVersionId(versionId) }));
  return (await Promise.all(found)).flatMap(({ versionId, playbook }) => (playbook ? [{ versionId, playbook }] : []));
}

/** The connection's mapping and the `crm:` blocks of these playbooks. */
export const mappingsOf = (
  { mapping }: Pick<MappedConnection, 'mapping'>,
  followed: readonly FollowedPlaybook[],
): Mapping[] => [
  ...(mapping ? [mapping.content] : []),
  ...followed.map(({ playbook }) => mappingOfPlaybook(playbook.crm)),
];

export const feedingEntries = (mappings: readonly Mapping[]): MappingEntry[] =>
  mappings.flatMap(({ entries }) => entries.filter(reads));
