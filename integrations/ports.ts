/**
 * What Gangway asks of the outside. Each integration implements a port and maps its vendor's errors to AppError;
 * nobody else knows a vendor's field names.
 */
import type { CrmField } from '../src/domain/crm-fields.ts';
import type { CrmScalar, Instant, LocalDate } from '../src/domain/model.ts';

export type CrmProvider = 'hubspot' | 'salesforce';

export interface CrmContact {
  id: string;
  email: string | null;
  name: string;
  phone: string | null;
  jobTitle: string | null;
  /** role label on the deal, lower case: "decision maker", "technical", … */
  roles: string[];
  timezone: string | null;
  locale: string | null;
  country: string | null;
}

export interface CrmOwner {
  id: string;
  email: string;
  name: string;
  isActive: boolean;
}

export interface CrmLineItem {
  id: string;
  name: string;
  sku: string | null;
  quantity: number;
  amountCents: number | null;
  termMonths: number | null;
  recurring: boolean;
  /** who changed it last, by name; null: not known, or we did */
  changedBy: string | null;
}

/** One read of a deal with everything around it, in our words. */
export interface DealSnapshot {
  dealId: string;
  name: string;
  pipelineId: string;
  stageId: string;
  stageLabel: string;
  isWon: boolean;
  isClosed: boolean;
  /** merged deals answer with the survivor's id */
  canonicalDealId: string;
  /** deals that became part of this one */
  mergedDealIds: string[];
  amountCents: number | null;
  currency: string | null;
  dealType: string | null;
  /** or a moment: whose day it is, the company's zone says */
  closeOn: LocalDate | null;
  createdAt: Instant | null;
  /** when it came to be won as the CRM itself noted it, whatever close date people gave it; null: not known */
  wonAt: Instant | null;
  modifiedAt: Instant;
  owner: CrmOwner | null;
  /** who changed the deal last, by name; null: not known, or we did */
  changedBy: string | null;
  company: {
    id: string;
    name: string;
    domain: string | null;
    country: string | null;
    industry: string | null;
    timezone: string | null;
    employees: number | null;
    /** who changed the company last, by name; null: not known, or we did */
    changedBy: string | null;
  } | null;
  contacts: CrmContact[];
  lineItems: CrmLineItem[];
  notes: { id: string; body: string; at: Instant }[];
  /** all requested properties by name, the company's as `company.<name>`; empty ones left out */
  fields: Record<string, string>;
  url: string | null;
}

export type DealRead = { dealId: string; result: 'found'; deal: DealSnapshot } | { dealId: string; result: 'missing' };

export interface FieldWrite {
  objectType: 'deal' | 'company';
  recordId: string;
  values: Record<string, CrmScalar>;
  /** whose values these are; a CRM with a record for each onboarding keeps them there as well */
  onboardingId: string | null;
  /** earlier ones of the same deal, which such a CRM has records of as well: their own last values gave way to these */
  ended?: { onboardingId: string; stage: string }[];
  /**
   * By field what the CRM held when we last wrote or looked, and what may have arrived of ours since. Where it now holds
   * nothing of that, and not the wanted value either, somebody changed it: it is written all the same, or kept.
   */
  expected?: Record<string, { anyOf: CrmScalar[]; ifChanged: 'write' | 'keep' }>;
  /** fields that are left as they stand in a deal that is not won */
  onlyWhereWon?: string[];
}
/**
 * `before` are the values read just before the write, for the ledger; `changedByOthers` the fields that did not hold what
 * was expected, kept ones among them; `changedBy` who had set those, by name, as far as the CRM tells; `left` those that
 * were left because the deal is not won; `rounded` what numbers became of which the CRM keeps fewer decimals. `forbidden`:
 * we may not write records of this kind, until that is mended in the CRM.
 */
export type FieldWriteResult = { objectType: 'deal' | 'company'; recordId: string } & (
  | {
      result: 'written';
      before: Record<string, CrmScalar>;
      changedByOthers?: string[];
      changedBy?: Record<string, string>;
      left?: string[];
      rounded?: Record<string, number>;
    }
  | { result: 'failed'; code: 'missing' | 'rejected' | 'forbidden' | 'retry'; message: string; field: string | null }
);

export interface CheckResult {
  name: string;
  ok: boolean;
  detail: string;
  fix: string | null;
}

/** A deal stage by pipeline, with what the vendor says about it. */
export interface CrmStage {
  pipelineId: string;
  pipelineLabel: string;
  stageId: string;
  label: string;
  isWon: boolean;
  isClosed: boolean;
}

export interface WonDeal {
  dealId: string;
  /** null: it has none */
  name: string | null;
}

export interface ChangedDeal {
  dealId: string;
  isWon: boolean;
  modifiedAt: Instant;
}

/** Asked right before something is created, after every wait; throws where another attempt has taken it over. */
export type BeforeCreate = () => Promise<void>;

/** What our way of signing in may do, as the CRM itself says. */
export interface CrmAccess {
  /** whom we act as; null: the app itself */
  actsAs: string | null;
  /** in the CRM's own words */
  scopes: string[];
  /** what we need and may not; in words where the CRM has none */
  missing: string[];
}

/** The port both CRMs implement. All calls charge the connection's rate buckets. */
export interface CrmPort {
  readonly provider: CrmProvider;
  /**
   * Any number of ids; split into the vendor's batches. Unknown ids come back as `missing`. `fields` are properties of
   * the deal, or as `company.<name>` of its company.
   */
  readDeals(dealIds: string[], fields: string[]): Promise<DealRead[]>;
  /** Batched; every record gets a result. Throws only when nothing could be written (away, revoked, throttled). What is refused for one kind of record is a result of these. */
  writeFields(writes: FieldWrite[]): Promise<FieldWriteResult[]>;
  /** Looks for `key` among the deal's associated notes before creating; returns the record's id and whether it was there. */
  ensureNote(
    input: {
      key: string;
      dealId: string;
      body: string;
      at: Instant;
      /** its day where the customer is, for a CRM that keeps days alone; absent: UTC's */
      on?: LocalDate | undefined;
    },
    beforeCreate?: BeforeCreate,
  ): Promise<{ id: string; created: boolean }>;
  ensureTask(
    input: {
      key: string;
      dealId: string;
      subject: string;
      body: string;
      dueAt: Instant;
      /** its day where the customer is, for a CRM that keeps days alone; absent: UTC's */
      dueOn?: LocalDate | undefined;
      ownerId: string | null;
    },
    beforeCreate?: BeforeCreate,
  ): Promise<{ id: string; created: boolean }>;
  /** A deal that is gone has no renewal: crm_not_found. `refused`: why its company or contacts were not taken; it stands without. */
  ensureRenewalDeal(
    input: {
      key: string;
      dealId: string;
      name: string;
      amountCents: number | null;
      closeOn: LocalDate;
      ownerId: string | null;
      pipeline: string;
      stage: string;
    },
    beforeCreate?: BeforeCreate,
  ): Promise<{ id: string; created: boolean; refused?: string }>;
  /** Deals modified since (inclusive), won or not, for reconcile; ascending by modification, paged. Deleted ones are not found. */
  findChangedDeals(input: {
    modifiedSince: Instant;
    after: string | null;
  }): Promise<{ deals: ChangedDeal[]; next: string | null }>;
  /** Companies modified since (inclusive), for drift; as `findChangedDeals`. */
  findChangedCompanies(input: {
    modifiedSince: Instant;
    after: string | null;
  }): Promise<{ companyIds: string[]; next: string | null }>;
  /** Won deals modified since (inclusive); ascending by modification, paged. */
  findWonDeals(input: {
    modifiedSince: Instant;
    after: string | null;
  }): Promise<{ deals: WonDeal[]; next: string | null }>;
  /** Current values of fields, for drift. */
  readFields(
    objectType: 'deal' | 'company',
    recordIds: string[],
    fields: string[],
  ): Promise<Map<string, Record<string, string>>>;
  /** Who gave these fields what they hold, by name and by `<record>:<field>`; left out: not known, or we did. */
  whoSet(
    objectType: 'deal' | 'company',
    places: readonly { recordId: string; field: string }[],
  ): Promise<Map<string, string>>;
  listStages(): Promise<CrmStage[]>;
  /** What a new deal may be besides, in any stage: named in place of its pipeline. Empty where pipelines say it all. */
  listRecordTypes(): Promise<{ id: string; label: string }[]>;
  /**
   * Users by their id or mail address, whatever its case; those who left are found as inactive, of several with one address
   * an active one. @returns by the name they were asked with; whoever is none is left out
   */
  findUsers(names: string[]): Promise<Map<string, CrmOwner>>;
  /** Every field a record of this kind has now, by name; hidden and archived ones left out. */
  listFields(objectType: 'deal' | 'company'): Promise<CrmField[]>;
  /** Deals by name for *start onboarding* by hand. */
  searchDeals(query: string): Promise<{ dealId: string; name: string; stageLabel: string; isWon: boolean }[]>;
  /** Creates the custom properties where that may be done, else throws with what is missing; safe to repeat. Names are the CRM's own. */
  setUp(): Promise<{ created: string[]; existing: string[] }>;
  /** null: nothing can be asked, for a consent says itself what it grants */
  readAccess(): Promise<CrmAccess | null>;
  check(): Promise<CheckResult[]>;
  dealUrl(dealId: string): string;
}

/** A token bucket. */
export interface BucketSize {
  capacity: number;
  refillPerSecond: number;
}

/** Charged before each HTTP call; waits for a token at most `maxWaitMs`, else throws crm_throttled with retryAfterMs. */
export interface RateGate {
  acquire(limitClass: 'burst' | 'search'): Promise<void>;
  /** A 429: nobody calls before this many ms have passed. */
  block(limitClass: 'burst' | 'search' | 'daily', ms: number): Promise<void>;
  /** What the vendor says of the calls of 24 hours, everybody's together; to be shown. */
  noteDaily?(budget: { used: number; limit: number }): Promise<void>;
  /** A call went well; to be shown. Never fails, and waits for nothing. */
  noteAnswered?(): void;
}

/** One event of a vendor, projected at the door. */
export interface CrmEvent {
  dedupeKey: string;
  kind: 'deal_changed' | 'deal_created' | 'deal_deleted' | 'deal_merged' | 'deal_restored' | 'other' | 'unreadable';
  /** empty when unreadable; for a merge the survivor */
  dealId: string;
  mergedDealIds: string[];
  accountId: string;
  occurredAt: Instant | null;
  /** written by ourselves, as the vendor says */
  isOwnWrite: boolean;
  /** for `unreadable`: what is wrong with it */
  reason: string | null;
  raw: unknown;
}
