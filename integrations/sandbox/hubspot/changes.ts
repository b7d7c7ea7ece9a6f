/** What happens to records; webhooks are made from it. */
import type { ObjectType } from './state.ts';

/** Who did it, as HubSpot names it: a person in its screens, or an app by its id. */
export interface Source {
  changeSource: 'CRM_UI' | 'INTEGRATION';
  sourceId: string;
}

interface Occurred {
  source: Source;
  at: number;
}

export type Change = Occurred &
  (
    | { kind: 'propertyChange'; type: ObjectType; id: string; name: string; value: string }
    | { kind: 'creation' | 'deletion' | 'restore'; type: ObjectType; id: string }
    | { kind: 'merge'; type: ObjectType; primaryId: string; mergedIds: string[]; newId: string; moved: number }
    | { kind: 'associationChange'; from: ObjectType; fromId: string; to: ObjectType; toId: string; typeId: number }
  );
