/** A CRM and what people and misfortune do to it, in words that hold for both. */
import type { CrmPort } from '../../../integrations/ports.ts';
import type { RecordingGate } from '../sandbox-server.ts';
import { startHubSpotWorld } from './hubspot-world.ts';
import { startSalesforceWorld } from './salesforce-world.ts';

export interface NewDeal {
  name?: string;
  /** absent: won */
  stands?: 'open' | 'won' | 'lost';
  amount?: number;
  closeOn?: string;
  company?: string;
  contacts?: { firstName: string; lastName: string; email: string; role: string }[];
  products?: { name: string; quantity: number; price: number }[];
  /** what sales wrote */
  note?: string;
  fields?: Record<string, string>;
}
export interface MadeDeal {
  id: string;
  companyId: string;
}
export type Trouble =
  /** every call fails */
  | 'away'
  /** our access is taken away for good */
  | 'revoked'
  /** what is to be written into companies is refused as a whole */
  | 'companies_forbidden'
  /** who is on a deal may not be written into another */
  | 'contacts_refused'
  /** deals may not be read */
  | 'reading_forbidden'
  /** no call is left of the day */
  | 'day_used_up'
  /** too many calls in a moment */
  | 'throttled'
  /** somebody else holds what is to be written */
  | 'locked'
  /** the account is being moved to another data centre */
  | 'moving'
  /** of the records of a call one is refused for now, the answer as a whole is none */
  | 'one_refused'
  /** as the last one, for every record */
  | 'all_refused'
  /** the answer is 200 and says nothing of the records */
  | 'left_out'
  /** the next record is written and its answer lost */
  | 'lost_note'
  | 'lost_task'
  | 'lost_renewal'
  | 'lost_update'
  | 'none';
export interface CrmUser {
  email: string;
  firstName?: string;
  lastName: string;
  /** absent: yes */
  isActive?: boolean;
}
export type NewFieldType = 'text' | 'number' | 'date' | 'list';

export interface CrmWorld {
  crm: CrmPort;
  gate: RecordingGate;
  /** as it stands in this CRM’s stages */
  renewalStage: { pipeline: string; stage: string };
  /** a stage that deals can be moved to by its label */
  liveStage: string;
  addDeal(deal?: NewDeal): Promise<MadeDeal>;
  /** won, with nothing around them */
  addWonDeals(count: number): Promise<string[]>;
  deleteDeal(id: string): Promise<void>;
  restoreDeal(id: string): Promise<void>;
  moveDeal(id: string, to: 'open' | 'won' | 'lost'): Promise<void>;
  /** by somebody else */
  setField(id: string, field: string, value: string): Promise<void>;
  /** of the company that the deal belongs to */
  setCompanyField(id: string, field: string, value: string): Promise<void>;
  /** null: it belongs to none any more */
  giveCompany(id: string, companyId: string | null): Promise<void>;
  /** by somebody else. @returns the one that is left, which holds what the first one held */
  mergeCompanies(primaryId: string, mergedId: string): Promise<string>;
  /** the field that says whose deal it is */
  ownerField: string;
  dealTypeField: string;
  /** users who join, or are changed by their address. @returns their ids */
  changeUsers(users: CrmUser[]): Promise<string[]>;
  /** of the deal, as it stands in the CRM */
  held(id: string, field: string): Promise<string | number | boolean | null | undefined>;
  /** by an administrator; a name that ends with __c is one in both CRMs */
  addDealField(field: string, type: NewFieldType, options?: string[]): Promise<void>;
  addCompanyField(field: string, type: NewFieldType): Promise<void>;
  retypeDealField(field: string, type: NewFieldType): Promise<void>;
  deleteDealField(field: string): Promise<void>;
  /** won ones, made or made anew by an administrator: in a pipeline of their own where the CRM has several. @returns that one’s label */
  addStages(labels: string[]): Promise<string | null>;
  deleteStage(label: string): Promise<void>;
  /** of our making, on this deal */
  countOurs(id: string): Promise<{ notes: number; tasks: number }>;
  /** the label of the stage that it is in */
  stageOf(id: string): Promise<string>;
  dealsNamed(name: string): Promise<string[]>;
  trouble(kind: Trouble): Promise<void>;
  stop(): Promise<void>;
}

export interface CrmKind {
  name: string;
  /** what passes by itself, as this CRM has it */
  passing: Trouble[];
  start(): Promise<CrmWorld>;
}
export const worlds: CrmKind[] = [
  {
    name: 'HubSpot',
    start: startHubSpotWorld,
    passing: ['away', 'throttled', 'day_used_up', 'locked', 'moving', 'all_refused', 'left_out', 'lost_update'],
  },
  {
    name: 'Salesforce',
    start: startSalesforceWorld,
    passing: ['away', 'throttled', 'day_used_up', 'locked', 'all_refused', 'lost_update'],
  },
];

export const noId = { hubspot: '999999999', salesforce: '006000000000000AAA' } as const;
