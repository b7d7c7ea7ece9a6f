/** One renewal opportunity per key, which is unique in Salesforce, with the account and the contacts of the one it renews. */
import { AppError } from '../../src/errors.ts';
import { toMajorUnits } from '../money.ts';
import type { BeforeCreate, CrmPort } from '../ports.ts';
import { unlessRefused } from '../unless-refused.ts';
import { saveAll } from './collections.ts';
import { toLongId } from './record-id.ts';
import { findRecordType } from './record-types.ts';
import { readByIds, type Row } from './soql.ts';
import { ensureByKey, refusalWhile } from './tasks.ts';
import { idAt, textAt, valueAt } from './values.ts';
import type { Writer } from './write-fields.ts';

type RenewalDeal = Parameters<CrmPort['ensureRenewalDeal']>[0];
type EnsuredRenewal = Awaited<ReturnType<CrmPort['ensureRenewalDeal']>>;

const longestName = 120;

export async function ensureRenewalDeal(
  writer: Writer,
  renewal: RenewalDeal,
  beforeCreate?: BeforeCreate,
): Promise<EnsuredRenewal> {
  const { transport } = writer;
  const ensured = await ensureByKey(
    transport,
    { sObject: 'Opportunity', key: renewal.key, doing: 'creating the renewal opportunity' },
    () => fieldsOf(writer, renewal),
    beforeCreate,
  );
  // an answer may have been lost between the two, so those that are missing are added
  const refused = await unlessRefused(() => addContactRoles(writer, renewal.dealId, ensured.id));
  return { ...ensured, ...(refused !== null && { refused }) };
}

async function fieldsOf(writer: Writer, renewal: RenewalDeal): Promise<Record<string, unknown>> {
  const { transport, describe, stages } = writer;
  const { name, amountCents, closeOn, ownerId } = renewal;
  const columns = await describe.columns('Opportunity', ['Id', 'AccountId', 'CurrencyIsoCode']);
  const [origin] = await readByIds(transport, {
    doing: 'reading the opportunity to renew',
    columns,
    from: 'Opportunity',
    key: 'Id',
    ids: [toLongId(renewal.dealId) ?? renewal.dealId],
  });
  // without it the renewal would stand in the CRM without its account
  if (!origin)
    throw new AppError('crm_not_found', { message: 'The opportunity to renew is not in Salesforce any more' });
  const named = textAt(origin, 'CurrencyIsoCode');
  const [stage, recordTypeId, currency] = await Promise.all([
    stages.resolve(renewal.stage),
    findRecordType(describe, renewal.pipeline),
    named ?? writer.currency.get(),
  ]);
  const accountId = textAt(origin, 'AccountId');
  return {
    Name: name.slice(0, longestName),
    StageName: stage.stageId,
    CloseDate: closeOn,
    ...(accountId && { AccountId: accountId }),
    ...(amountCents !== null && { Amount: Number(toMajorUnits(amountCents, currency)) }),
    ...(named && { CurrencyIsoCode: named }),
    ...(ownerId && { OwnerId: ownerId }),
    ...(recordTypeId && { RecordTypeId: recordTypeId }),
  };
}

async function addContactRoles({ transport, describe }: Writer, fromId: string, toId: string): Promise<void> {
  const columns = await describe.columns('OpportunityContactRole', ['OpportunityId', 'ContactId', 'Role', 'IsPrimary']);
  if (!columns.includes('ContactId')) return;
  const rows = await readByIds(transport, {
    doing: 'reading contact roles',
    columns,
    from: 'OpportunityContactRole',
    key: 'OpportunityId',
    ids: [toLongId(fromId) ?? fromId, toId],
    rest: 'ORDER BY Id',
  });
  const present = rows.filter((row) => idAt(row, 'OpportunityId') === toId).map(roleOf);
  const missing = rows.filter((row) => idAt(row, 'OpportunityId') !== toId && !present.includes(roleOf(row)));
  const saved = await saveAll(transport, {
    doing: 'adding contacts to the renewal opportunity',
    sObject: 'OpportunityContactRole',
    by: 'create',
    records: missing.map((row) => ({
      OpportunityId: toId,
      ContactId: idAt(row, 'ContactId'),
      Role: valueAt(row, 'Role'),
      IsPrimary: valueAt(row, 'IsPrimary') === true,
    })),
  });
  const refusals = saved.flatMap((result) =>
    result.ok ? [] : [refusalWhile('adding contacts to the renewal opportunity', result.problem)],
  );
  // what passes is tried again, whatever else is refused
  const [refusal] = refusals.toSorted((one, other) => Number(other.rule.retryable) - Number(one.rule.retryable));
  if (refusal) throw refusal;
}

const roleOf = (row: Row): string => `${idAt(row, 'ContactId')}:${textAt(row, 'Role') ?? ''}`;
