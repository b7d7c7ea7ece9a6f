/** A dry run: the CRM is read, what would be written stands in the ledger, and values wait until the connection is live. */
import type { CrmPort, CrmStage } from '../../../integrations/ports.ts';
import { type PendingValue, settleValues } from '../../db/crm-values.ts';
import { type LedgerEntry, outgoing, writeLedger } from '../../db/ledger.ts';
import { lockValues } from '../../db/lock-values.ts';
import { crmStageField, isDealStageField } from '../../domain/mapping/model.ts';
import { isSameValue } from '../../domain/mapping/outcome.ts';
import { isAppError } from '../../errors.ts';
import { nameStage } from '../mapping/name-stage.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { pauseWhenRevoked } from './revoked.ts';

/** @returns false while the CRM refuses our access */
export async function rehearseValues(deps: CrmDeps, connectionId: string, values: PendingValue[]): Promise<boolean> {
  const held = await pauseWhenRevoked(deps, connectionId, async () => {
    const crm = crmOf(deps, connectionId);
    return { deal: await heldBy(crm, 'deal', values), company: await heldBy(crm, 'company', values) };
  });
  if (!held) return false;
  const entries = values.map((value): LedgerEntry => {
    const { records, refusal, stages } = held[value.objectType];
    const record = records.get(value.recordId);
    const before = record?.[value.field] ?? null;
    return {
      ...outgoing(connectionId, value),
      before,
      after: value.value,
      result: 'rehearsed',
      error: refusal ?? (record ? whyKept(value, record, stages) : 'There is no such record in the CRM'),
    };
  });
  await deps.db.transaction(async (tx) => {
    await lockValues(tx, connectionId, values);
    const now = deps.clock.now();
    const settled = { state: 'rehearsed' as const, error: null, retryInSeconds: null };
    await settleValues(
      tx,
      connectionId,
      values.map(({ objectType, recordId, field, version }) => ({ objectType, recordId, field, version, ...settled })),
      now,
    );
    await writeLedger(tx, entries, now);
  });
  return true;
}

/** Why it would stay as it is, were the connection live; null: it would be written. */
function whyKept(wish: PendingValue, record: Record<string, string>, stages: readonly CrmStage[]): string | null {
  const { field, whoWins } = wish;
  const { before, after } = nameStage(stages, field, record[field] ?? null, wish.value);
  if (isSameValue(before, after)) return null;
  const stage = isOwnStage(wish) && stages.find(({ stageId }) => stageId === record[crmStageField]);
  if (stage && !stage.isWon) return 'It would not be written: the deal is not won';
  if (whoWins !== 'crm' && whoWins !== 'nobody') return null;
  const ours = [wish.held ?? null, ...wish.tried].map((one) => nameStage(stages, field, record[field] ?? null, one));
  if (ours.some((one) => isSameValue(one.before, one.after))) return null;
  const winner = whoWins === 'crm' ? 'the CRM wins there' : 'a person decides there';
  return `It would not be written: it was changed in the CRM, and ${winner}`;
}

const isOwnStage = ({ objectType, field }: PendingValue): boolean => objectType === 'deal' && isDealStageField(field);

interface Held {
  records: Map<string, Record<string, string>>;
  /** we may not read records of this kind: what the CRM says */
  refusal: string | null;
  /** where the deal's own stage is among what is wanted */
  stages: CrmStage[];
}

async function heldBy(crm: CrmPort, objectType: 'deal' | 'company', values: PendingValue[]): Promise<Held> {
  const mine = values.filter((value) => value.objectType === objectType);
  if (mine.length === 0) return { records: new Map(), refusal: null, stages: [] };
  const unique = (names: string[]): string[] => [...new Set(names)];
  const ids = unique(mine.map(({ recordId }) => recordId));
  const hasStage = mine.some(isOwnStage);
  const fields = unique([...mine.map(({ field }) => field), ...(hasStage ? [crmStageField] : [])]);
  try {
    const records = await crm.readFields(objectType, ids, fields);
    return { records, refusal: null, stages: hasStage ? await crm.listStages() : [] };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'crm_forbidden') throw error;
    return { records: new Map(), refusal: error.message, stages: [] };
  }
}
