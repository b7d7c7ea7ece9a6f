/** The sync ledger: what was written to a CRM and what came from it, and what failed and waits for a person. */
import { z } from 'zod';
import { endpoint, member, viewer } from './endpoint.ts';
import { id, instant, localDate, none, nothing, page, pageQuery } from './values.ts';

const fieldLabel = z.string().nullable().describe('What the CRM calls a field that is mapped; null: not known');
const valueLabel = z
  .string()
  .nullable()
  .describe('What people read in the CRM for the value, of an option or a stage; null: the value itself');

export const ledgerEntry = z.object({
  id: z.string(),
  at: instant,
  connectionId: id,
  connectionName: z.string(),
  onboardingId: id.nullable(),
  onboardingName: z.string().nullable(),
  direction: z.enum(['out', 'in', 'drift']),
  objectType: z.string(),
  recordId: z.string(),
  field: z.string(),
  fieldLabel,
  before: z.json().nullable(),
  beforeLabel: valueLabel,
  after: z.json().nullable(),
  afterLabel: valueLabel,
  why: z.string(),
  actor: z
    .string()
    .describe('“Ana Sousa in HubSpot”, “Gangway, for Ana Sousa”; the CRM or Gangway alone where nobody is known'),
  result: z.string(),
  error: z.string().nullable(),
  attempt: z.number().int(),
  canReplay: z.boolean().describe('It failed for good and nothing has been written since'),
});

/**
 * Text is compared as it is, except `actor`, a part of which is enough, and `search`, which is looked for in field, record,
 * cause, actor, error and the onboarding's name. Without `from`, an onboarding or a record these two look through 30 days.
 */
export const ledgerFilter = z.object({
  connectionId: id.optional(),
  onboardingId: id.optional(),
  result: z.string().max(40).optional(),
  direction: z.enum(['out', 'in', 'drift']).optional(),
  objectType: z.string().max(40).optional(),
  recordId: z.string().max(60).optional(),
  field: z.string().max(200).optional(),
  actor: z.string().trim().max(200).optional().describe('Who changed it, or a part of the name'),
  search: z.string().trim().max(100).optional(),
  from: localDate
    .optional()
    .describe(
      'First day, UTC; absent: all days, or the last 30 for `actor` and `search` of all onboardings and records',
    ),
  to: localDate.optional().describe('Last day, UTC'),
});

export const getLedger = endpoint({
  id: 'getLedger',
  method: 'get',
  path: '/ledger',
  tag: 'CRM sync',
  summary: 'The sync ledger, newest first',
  access: viewer,
  params: nothing,
  body: none,
  status: 200,
  query: ledgerFilter.extend(pageQuery.shape),
  response: page(ledgerEntry).extend({
    since: localDate
      .nullable()
      .describe('First day that was looked through, where words are looked for without `from`'),
  }),
});

export const deadLetter = z.object({
  connectionId: id,
  connectionName: z.string(),
  onboardingId: id,
  onboardingName: z.string(),
  objectType: z.string(),
  recordId: z.string(),
  field: z.string(),
  fieldLabel,
  wanted: z.json().nullable(),
  wantedLabel: valueLabel,
  why: z.string(),
  error: z.string().nullable(),
  attempts: z.number().int(),
  since: instant,
  ledgerId: z.string().nullable().describe('The entry of its last failure, by which it alone is tried again'),
});
export const listDeadLetters = endpoint({
  id: 'listDeadLetters',
  method: 'get',
  path: '/ledger/dead-letters',
  tag: 'CRM sync',
  summary: 'Writes that failed for good and wait for a person, oldest first',
  access: viewer,
  params: nothing,
  body: none,
  status: 200,
  query: z.object({ connectionId: id.optional(), limit: pageQuery.shape.limit }),
  response: z.object({ items: z.array(deadLetter), total: z.number().int() }),
});

const one = z.strictObject({ ledgerId: z.string().regex(/^\d{1,18}$/) });
export const replayFailedWrites = endpoint({
  id: 'replayFailedWrites',
  method: 'post',
  path: '/ledger/replay',
  tag: 'CRM sync',
  summary: 'Try failed writes again: one by its ledger entry, an onboarding’s, a connection’s, or all',
  access: member,
  params: nothing,
  query: nothing,
  status: 200,
  body: z.union([one, z.strictObject({ onboardingId: id.optional(), connectionId: id.optional() })]),
  response: z.object({ replayed: z.number().int() }),
});
