import { connectionById } from '../../db/connections.ts';
import { activateMapping, mappingVersion } from '../../db/crm-mappings.ts';
import { notifyLive } from '../../db/live.ts';
import { mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { type Place, writtenPlaces } from '../../domain/mapping/told-by-crm.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { watchFields } from '../crm/watch-fields.ts';
import { checkGiven, refused } from './check-mapping.ts';

const nameOf = ({ object, field }: Place): string => `${object}.${field}`;

/** Checks a version once more and switches it on. @returns how many running onboardings follow it */
export async function activateVersion(
  deps: CrmDeps,
  { connectionId, version, byId }: { connectionId: string; version: number; byId: string | null },
): Promise<number> {
  const [{ mapping: before }, { id, content }, playbooks] = await Promise.all([
    connectionById(deps.db, connectionId),
    mappingVersion(deps.db, connectionId, version),
    deps.playbooks.current(),
  ]);
  const { issues } = await checkGiven(deps, connectionId, { content });
  if (issues.length > 0) throw refused('It cannot be switched on', issues);
  const next = writtenPlaces(content);
  const kept = new Set(
    [...next, ...playbooks.flatMap(({ playbook }) => writtenPlaces(mappingOfPlaybook(playbook.crm)))].map(nameOf),
  );
  const dropped = before ? writtenPlaces(before.content).filter((place) => !kept.has(nameOf(place))) : [];
  const moved = await deps.db.transaction(async (tx) => {
    const count = await activateMapping(tx, {
      connectionId,
      mappingId: id,
      byId,
      now: deps.clock.now(),
      policies: next,
      dropped,
    });
    await notifyLive(tx, { type: 'system' });
    return count;
  });
  // what stopped under the version before may be well, or not asked for any more
  await watchFields(deps, connectionId);
  return moved;
}
