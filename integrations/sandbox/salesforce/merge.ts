/** Merging accounts, as a person does in the screens: REST has no call for it. */
import { noSuchId } from './answers.ts';
import type { Org } from './org.ts';

/** What belonged to the merged account belongs to the master; the merged one stays in the recycle bin and names it. */
export function mergeAccounts(org: Org, masterId: string, mergedId: string, userId: string): void {
  const [master, merged] = [org.find('Account', masterId), org.find('Account', mergedId)];
  if (!master || !merged || masterId === mergedId) throw noSuchId();
  org.together(() => {
    for (const { name, fields } of org.state.objects)
      for (const field of fields)
        if (field.referenceTo.includes('Account') && field.childRelationshipName)
          for (const child of org.children(name, field.name, mergedId))
            org.put(name, { Id: child['Id'] ?? null, [field.name]: masterId }, userId);
    const kept = Object.fromEntries(Object.entries(master).filter(([, value]) => value !== null));
    org.put('Account', { ...merged, ...kept, Id: masterId }, userId);
    org.put('Account', { Id: mergedId, MasterRecordId: masterId }, userId);
    org.remove('Account', mergedId, userId);
  });
}
