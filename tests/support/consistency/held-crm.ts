/** All of one CRM in plain words; fields by HubSpot's spelling. */
import type { Provider } from './mapping.ts';

type Fields = Record<string, string | number | boolean | null | undefined>;
export interface HeldDeal {
  id: string;
  isWon: boolean;
  isDeleted: boolean;
  /** the deal that it became part of */
  mergedInto: string | null;
  stage: string;
  amount: number | null;
  ownerEmail: string | null;
  companyId: string;
  fields: Fields;
  company: Fields;
}
/** A record of the package's own object, which Salesforce alone has. */
export interface HeldOnboarding {
  onboardingId: string;
  dealId: string | null;
  companyId: string | null;
  fields: Fields;
}
export interface HeldRenewal {
  key: string;
  amount: number | null;
  closeOn: string;
  ownerId: string | null;
  stage: string;
}
export interface HeldCrm {
  provider: Provider;
  deals: HeldDeal[];
  onboardings: HeldOnboarding[] | null;
  renewals: HeldRenewal[];
  /** of each note, task and renewal deal of ours that is there */
  references: string[];
}
