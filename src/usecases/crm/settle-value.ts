/** What the CRM's answer to a write means for one value, and what the ledger says of it. */
import type { FieldWrite, FieldWriteResult } from '../../../integrations/ports.ts';
import type { PendingValue, ValueOutcome } from '../../db/crm-values.ts';
import type { EndedBefore } from '../../db/deals.ts';
import { type LedgerEntry, outgoing } from '../../db/ledger.ts';
import { crmPipelineField, crmStageField } from '../../domain/mapping/model.ts';
import type { CrmScalar } from '../../domain/model.ts';

const longestPauseSeconds = 600;

/** What is wanted of one record, and what we believe it holds. */
export function toWrite(values: PendingValue[], ended: EndedBefore): FieldWrite {
  const [first] = values;
  if (!first) throw new Error('A record without values was grouped');
  const before = first.objectType === 'deal' ? ended.get(first.onboardingId) : undefined;
  return {
    objectType: first.objectType,
    recordId: first.recordId,
    onboardingId: first.onboardingId,
    values: Object.fromEntries(values.map((value) => [value.field, value.value])),
    expected: Object.fromEntries(values.flatMap((value) => expectation(value))),
    ...(before && { ended: before }),
    // lost, reopened or never won: whoever moves it to a won stage books its revenue, and that is for sales alone
    ...(first.objectType === 'deal' && { onlyWhereWon: [crmStageField, crmPipelineField] }),
  };
}

/** A field that was never ours to begin with is written over only where the mapping says that ours wins. */
const expectation = ({ field, held, tried, whoWins }: PendingValue) => {
  const keeps = whoWins === 'crm' || whoWins === 'nobody';
  if (!keeps && held === undefined) return [];
  const anyOf = [held ?? null, ...tried];
  return [[field, { anyOf, ifChanged: keeps ? ('keep' as const) : ('write' as const) }] as const];
};

export interface Settled {
  outcome: ValueOutcome;
  entry: LedgerEntry;
}

/** @param stopped why the field is left out from now on, where the refusal was about the field itself */
export function settleValue(
  { connectionId, crm }: { connectionId: string; crm: string },
  value: PendingValue,
  result: FieldWriteResult,
  stopped: string | null,
): Settled {
  const { objectType, recordId, field, version } = value;
  const attempt = value.attempts + 1;
  // of a write that failed nobody tells what stood there just before it
  const lastSeen = value.held ?? null;
  const key = { objectType, recordId, field };
  const about = { ...outgoing(connectionId, value), after: value.value, attempt };
  const settled = (outcome: Omit<ValueOutcome, keyof typeof key | 'version'>, entry: Told): Settled => ({
    outcome: { ...key, version, ...outcome },
    entry: { ...about, ...entry },
  });
  if (result.result === 'written') {
    const before = result.before[field] ?? null;
    const isLeft = result.left?.includes(field) ?? false;
    const isByOthers = result.changedByOthers?.includes(field) ?? false;
    const isChanged = isLeft || isByOthers;
    const who = `${result.changedBy?.[field] ?? 'somebody'} in ${crm}`;
    if (isChanged && !isLeft && value.whoWins === 'nobody') {
      const error = undecided(field, before, who);
      // theirs is not expected there before a person has said so
      return settled(
        { state: 'failed', error, retryInSeconds: null, held: lastSeen },
        { before, result: 'failed', error },
      );
    }
    const isTheirs = isLeft || (isChanged && value.whoWins === 'crm');
    const ours = result.rounded?.[field] ?? value.value;
    const outcome = isTheirs ? `what ${who} had set stays` : `it replaced what ${who} had set`;
    return settled(
      { state: 'written', error: null, retryInSeconds: null, held: isTheirs ? before : ours },
      {
        before,
        result: isTheirs ? 'conflict_crm' : isChanged ? 'conflict_ours' : sameOr(before, ours),
        ...(isByOthers && { why: `${value.why}; ${outcome}` }),
      },
    );
  }
  if (stopped !== null)
    return settled(
      { state: 'pending', error: stopped, retryInSeconds: 0 },
      { before: lastSeen, result: 'failed', error: stopped },
    );
  // a refusal that names a field stops that field alone; its neighbours are tried again without it
  const isOther = result.field !== null && result.field !== field;
  // neither a CRM that is away for long nor a deal that may come back is a reason to give a value up
  const isForbidden = result.code === 'forbidden';
  const mayPass = result.code === 'retry' || isForbidden || (result.code === 'missing' && objectType === 'deal');
  const isFinal = !isOther && !mayPass;
  const error = isOther ? `Held up by ${result.field ?? 'another field'}: ${result.message}` : result.message;
  const retryInSeconds = isFinal
    ? null
    : isOther
      ? 0
      : isForbidden
        ? longestPauseSeconds
        : Math.min(longestPauseSeconds, 2 ** attempt);
  return settled(
    { state: isFinal ? 'failed' : 'pending', error, retryInSeconds },
    { before: lastSeen, result: 'failed', error },
  );
}

type Told = Pick<LedgerEntry, 'before' | 'result' | 'error'> & Partial<Pick<LedgerEntry, 'why'>>;

const sameOr = (before: CrmScalar, after: CrmScalar): 'unchanged' | 'written' =>
  String(before ?? '') === String(after ?? '') ? 'unchanged' : 'written';

const undecided = (field: string, theirs: CrmScalar, who: string): string =>
  `${who.charAt(0).toUpperCase()}${who.slice(1)} set ${field} to “${String(theirs ?? '')}”, and the mapping leaves it to a person who is right. Try again to write ours.`;
