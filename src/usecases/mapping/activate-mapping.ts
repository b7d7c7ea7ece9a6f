import { connectionById } from '../../db/connections.ts';
import { activateMapping, mappingVersion } from '../../db/crm-mappings.ts';
import { notifyLive } from '../../db/live.ts';
import { combineMappings, mappingOfPlaybook } from '../../domain/mapping/combine.ts';
import { placeName, writtenPlaces } from '../../domain/mapping/told-by-crm.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { followedPlaybooks } from '../crm/followed-playbooks.ts';
import { watchFields } from '../crm/watch-fields.ts';
import { checkGiven, refused } from './check-mapping.ts';

/** Checks a version once more and switches it on. @returns how many running onboardings follow it */
export async function activateVersion(
  deps: CrmDeps,
  { connectionId, version, byId }: { connectionId: string; version: number; byId: string | null },
): Promise<number> {
  const [{ mapping: before }, { id, content }, followed, current] = await Promise.all([
    connectionById(deps.db, connectionId),
    mappingVersion(deps.db, connectionId, version),
    followedPlaybooks(deps, connectionId),
    deps.playbooks.current(),
  ]);
  const { issues } = await checkGiven(deps, connectionId, { content });
  if (issues.length > 0) throw refused('It cannot be switched on', issues);
  const ofPlaybooks = [...followed, ...current].map(({ playbook }) => mappingOfPlaybook(playbook.crm));
  const kept = new Set([content, ...ofPlaybooks].flatMap(writtenPlaces).map(placeName));
  const dropped = before ? writtenPlaces(before.content).filter((place) => !kept.has(placeName(place))) : [];
  const moved = await deps.db.transaction(async (tx) => {
    const count = await activateMapping(tx, {
      connectionId,
      mappingId: id,
      byId,
      now: deps.clock.now(),
      winners: [...followed, { versionId: null, playbook: null }].flatMap(({ versionId, playbook }) =>
        writtenPlaces(combineMappings(content, playbook && mappingOfPlaybook(playbook.crm))).map((place) => ({
          ...place,
          versionId,
        })),
      ),
      dropped,
    });
    await notifyLive(tx, { type: 'system' });
    return count;
  });
  // what stopped under the version before may be well, or not asked for any more
  await watchFields(deps, connectionId);
  return moved;
}
