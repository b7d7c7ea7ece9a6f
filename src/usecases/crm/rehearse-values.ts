/** A dry run: the CRM is read, what would be written stands in the ledger, and values wait until the connection is live. */
import type { CrmPort } from '../../../integrations/ports.ts';
import { type PendingValue, settleValues } from '../../db/crm-values.ts';
import { type LedgerEntry, outgoing, writeLedger } from '../../db/ledger.ts';
import { lockValues } from '../../db/lock-values.ts';
import { isSameValue } from '../../domain/mapping/outcome.ts';
import type { CrmScalar } from '../../domain/model.ts';
import { isAppError } from '../../errors.ts';
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
    const { records, refusal } = held[value.objectType];
    const record = records.get(value.recordId);
    const before = record?.[value.field] ?? null;
    return {
      ...outgoing(connectionId, value),
      before,
      after: value.value,
      result: 'rehearsed',
      error: refusal ?? (record ? whyKept(value, before) : 'There is no such record in the CRM'),
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
function whyKept({ value, held, tried, whoWins }: PendingValue, before: CrmScalar): string | null {
  if ((whoWins !== 'crm' && whoWins !== 'nobody') || isSameValue(before, value)) return null;
  if ([held ?? null, ...tried].some((ours) => isSameValue(before, ours))) return null;
  const winner = whoWins === 'crm' ? 'the CRM wins there' : 'a person decides there';
  return `It would not be written: it was changed in the CRM, and ${winner}`;
}

interface Held {
  records: Map<string, Record<string, string>>;
  /** we may not read records of this kind: what the CRM says */
  refusal: string | null;
}

async function heldBy(crm: CrmPort, objectType: 'deal' | 'company', values: PendingValue[]): Promise<Held> {
  const mine = values.filter((value) => value.objectType === objectType);
  if (mine.length === 0) return { records: new Map(), refusal: null };
  const unique = (names: string[]): string[] => [...new Set(names)];
  const ids = unique(mine.map(({ recordId }) => recordId));
  const fields = unique(mine.map(({ field }) => field));
  try {
    return { records: await crm.readFields(objectType, ids, fields), refusal: null };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'crm_forbidden') throw error;
    return { records: new Map(), refusal: error.message };
  }
}
