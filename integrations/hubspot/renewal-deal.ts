/** One renewal deal per key: `gangway_key` is unique in HubSpot, so a repeat finds the deal that is there. */
import { atLocalTime, isKnownZone } from '../../src/domain/calendar.ts';
import type { BeforeCreate, CrmPort } from '../ports.ts';
import { toMajorUnits } from '../money.ts';
import { unlessRefused } from '../unless-refused.ts';
import { readAccount } from './account.ts';
import { readAssociations } from './associations.ts';
import type { Ensured } from './notes-and-tasks.ts';
import type { Stages } from './pipelines.ts';
import { primary } from './read-deals.ts';
import { batchesOf, byRequestedId, mergedIdsProperty, type ObjectType, readRecords } from './records.ts';
import { anyAnswerSchema, type HubSpotRecord, upsertedSchema } from './schemas.ts';
import { AppError } from '../../src/errors.ts';
import type { Transport } from './transport.ts';

const noon = 12 * 60;
export const keyProperty = 'gangway_key';

type RenewalDeal = Parameters<CrmPort['ensureRenewalDeal']>[0];
type EnsuredRenewal = Awaited<ReturnType<CrmPort['ensureRenewalDeal']>>;

export async function ensureRenewalDeal(
  transport: Transport,
  stages: Stages,
  renewal: RenewalDeal,
  beforeCreate?: BeforeCreate,
): Promise<EnsuredRenewal> {
  const { key, dealId } = renewal;
  const [present, origins, companies, contacts] = await Promise.all([
    readRecords(transport, 'deals', [key], [keyProperty], keyProperty),
    readRecords(transport, 'deals', [dealId], ['deal_currency_code', mergedIdsProperty]),
    readAssociations(transport, 'deals', 'companies', [dealId]),
    readAssociations(transport, 'deals', 'contacts', [dealId]),
  ]);
  const known = present.get(key);
  const { id, created } = known
    ? { id: known.id, created: false }
    : await upsert(
        transport,
        stages,
        renewal,
        currencyOf(byRequestedId([dealId], origins.values()).get(dealId)),
        beforeCreate,
      );
  // an answer may have been lost between the two, so the associations are made again: HubSpot keeps one of each
  const company = primary(companies.get(dealId));
  const refusals = await Promise.all([
    unlessRefused(() => associate(transport, id, 'companies', company ? [company.toId] : [])),
    unlessRefused(() => associate(transport, id, 'contacts', contacts.get(dealId)?.map(({ toId }) => toId) ?? [])),
  ]);
  const refused = refusals.filter((refusal) => refusal !== null).join(' ');
  return { id, created, ...(refused !== '' && { refused }) };
}

/** Without the deal the renewal would stand in the CRM without its company. */
function currencyOf(origin: HubSpotRecord | undefined): string | null {
  if (origin) return origin.properties['deal_currency_code'] || null;
  throw new AppError('crm_not_found', { message: 'The deal to renew is not in HubSpot any more' });
}

async function upsert(
  transport: Transport,
  stages: Stages,
  renewal: RenewalDeal,
  currency: string | null,
  beforeCreate: BeforeCreate | undefined,
): Promise<Ensured> {
  const { key, name, amountCents, closeOn, ownerId } = renewal;
  const [stage, { timezone }] = await Promise.all([
    stages.resolve(renewal.pipeline, renewal.stage),
    readAccount(transport),
  ]);
  const answer = await transport.call({
    doing: 'creating the renewal deal',
    answer: upsertedSchema,
    beforeSend: beforeCreate,
    send: (client) =>
      client.crm.objects.batchApi.upsert('deals', {
        inputs: [
          {
            id: key,
            idProperty: keyProperty,
            properties: {
              [keyProperty]: key,
              dealname: name,
              pipeline: stage.pipelineId,
              dealstage: stage.stageId,
              dealtype: 'existingbusiness',
              // HubSpot keeps a moment and shows the day on which it falls for whoever looks
              closedate: atLocalTime(closeOn, noon, isKnownZone(timezone) ? timezone : 'UTC'),
              ...(amountCents !== null && { amount: toMajorUnits(amountCents, currency) }),
              ...(currency && { deal_currency_code: currency }),
              ...(ownerId && { hubspot_owner_id: ownerId }),
            },
          },
        ],
      }),
  });
  const [deal] = answer.results;
  if (!deal)
    throw new AppError('crm_rejected', {
      message: `HubSpot did not create the renewal deal: ${answer.errors[0]?.message ?? 'no reason given'}`,
      details: { errors: answer.errors },
    });
  return { id: deal.id, created: deal._new };
}

async function associate(transport: Transport, dealId: string, to: ObjectType, ids: string[]): Promise<void> {
  await Promise.all(
    batchesOf(ids).map((batch) =>
      transport.call({
        doing: `associating the renewal deal with its ${to}`,
        answer: anyAnswerSchema,
        send: (client) =>
          client.crm.associations.v4.batchApi.createDefault('deals', to, {
            inputs: batch.map((id) => ({ _from: { id: dealId }, to: { id } })),
          }),
      }),
    ),
  );
}
