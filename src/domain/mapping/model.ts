/**
 * What goes between our values and a CRM's fields. A mapping belongs to a connection, in immutable versions; a playbook's
 * `crm:` block has the same parts and goes before it (combine.ts).
 */

/** Who wins where both sides changed a value: we write again, the CRM's stays, or nothing happens until a person says so. */
export const winners = ['ours', 'crm', 'nobody'] as const;
export type Winner = (typeof winners)[number];

export const mappingDirections = ['to_crm', 'from_crm', 'both'] as const;
export type MappingDirection = (typeof mappingDirections)[number];

/** Applied in the direction the value goes; for `both` from us to the CRM, and undone when it is read. */
export type Transform =
  | { kind: 'none' }
  /** of a date, calendar days */
  | { kind: 'shift_days'; days: number }
  /** `otherwise`: for every other value; null: the field's default */
  | { kind: 'values'; values: Record<string, string>; otherwise: string | null }
  | { kind: 'template'; before: string; after: string }
  | { kind: 'scale'; by: number; decimals: number }
  /** cents to units of the deal's currency */
  | { kind: 'major_units' };

export interface MappingEntry {
  /** a name of the catalogue: `health_status`, `term_months`, `handoff.purchased_for`, `milestone.go-live` */
  ours: string;
  object: 'deal' | 'company';
  field: string;
  direction: MappingDirection;
  transform: Transform;
  /** for an empty value on its way; with `both` only when reading */
  default: string | null;
  whoWins: Winner;
}

/** `status.<onboarding status>`, `phase.<key>` (begun or done) or `milestone.<key>` (reached). */
export interface StageRule {
  on: string;
  /** a stage's label or id, or a value of the picklist */
  stage: string;
}
export interface StageSync {
  /** `dealstage` is the CRM's own stage, anything else a field with options */
  field: string;
  /** a pipeline's label or id that the deal is moved to; null: the one it is in */
  pipeline: string | null;
  /** of phases and milestones the last one in this order that has come counts */
  rules: StageRule[];
  whoWins: Winner;
}
export const crmStageField = 'dealstage';
export const crmPipelineField = 'pipeline';
/** Of a deal: where it stands. */
export const isDealStageField = (field: string): boolean => field === crmStageField || field === crmPipelineField;

export interface RenewalRule {
  pipeline: string;
  stage: string;
  /** where the deal itself says no term */
  termMonths: number;
  basis: 'contract_start' | 'go_live';
  createDeal: boolean;
  /** absent: the CSM, else the deal's owner */
  owner?: 'csm' | 'deal_owner' | 'none';
  /** absent: the deal's */
  amount?: 'deal' | 'none';
  /** on top of the deal's amount, in percent */
  upliftPercent?: number;
}

export interface Mapping {
  entries: MappingEntry[];
  stages: StageSync | null;
  renewal: RenewalRule | null;
}

export const emptyMapping: Mapping = { entries: [], stages: null, renewal: null };

export const reads = ({ direction }: Pick<MappingEntry, 'direction'>): boolean => direction !== 'to_crm';
export const writes = ({ direction }: Pick<MappingEntry, 'direction'>): boolean => direction !== 'from_crm';
