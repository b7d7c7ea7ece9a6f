import { connectionById } from '../../db/connections.ts';
import { saveDraft } from '../../db/crm-mappings.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { checkGiven, contentOf, type GivenMapping, type LocatedIssue } from './check-mapping.ts';

/** Keeps it as the draft, also with problems: what is wrong keeps it only from being switched on. */
export async function saveMapping(
  deps: CrmDeps,
  connectionId: string,
  { note, basedOn, byId, ...given }: GivenMapping & { note: string; basedOn: number; byId: string | null },
): Promise<{ version: number; issues: LocatedIssue[] }> {
  await connectionById(deps.db, connectionId);
  const { content, note: written } = contentOf(given);
  const { issues } = await checkGiven(deps, connectionId, { content });
  const version = await deps.db.transaction((tx) =>
    saveDraft(tx, { connectionId, content, note: note || (written ?? ''), basedOn, byId, now: deps.clock.now() }),
  );
  return { version, issues };
}
