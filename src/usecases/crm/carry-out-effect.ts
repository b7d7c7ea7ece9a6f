import type { CrmPayload } from '../../domain/model.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { BeforeCreate, CrmPort } from '../../../integrations/ports.ts';
import { openAlert, writesMayBeWell } from '../../db/alerts.ts';
import { connectionById } from '../../db/connections.ts';
import {
  effectFailed,
  holdEffect,
  settleEffect,
  startEffect,
  type StoredEffect,
  storePayload,
} from '../../db/effects.ts';
import { outgoing, writeLedger } from '../../db/ledger.ts';
import { carryOutSlackEffect, isSlackEffect } from '../slack-channel/carry-out-slack-effect.ts';
import { type CrmDeps, crmOf } from './crm-deps.ts';
import { type PresentPayload, presentPayload } from './present-payload.ts';
import { pauseWhenRevoked } from './revoked.ts';

/**
 * Notes, tasks and renewal deals: found by our key before they are created again, so a repeat after an unclear failure
 * doubles nothing. Two attempts at the same time (a worker that lost Temporal goes on) are kept apart by a lease. While
 * access is revoked the effect stays as it is and is offered again after reconnecting.
 */
export async function carryOutEffect(deps: CrmDeps, effectId: string): Promise<void> {
  const effect = await startEffect(deps.db, effectId, deps.clock.now());
  if (!effect) return;
  const { payload, connectionId } = effect;
  if (isSlackEffect(payload)) return carryOutSlackEffect(deps, effect, payload);
  if (connectionId !== null) await carryOutInCrm(deps, { ...effect, payload, connectionId });
}

interface CrmEffect extends StoredEffect {
  payload: CrmPayload;
  connectionId: string;
}

async function carryOutInCrm(deps: CrmDeps, effect: CrmEffect): Promise<void> {
  const failed = (error: string, mayStillHappen = false): Promise<void> =>
    effectFailed(deps.db, effect, { error, mayStillHappen });
  const connection = await connectionById(deps.db, effect.connectionId);
  /** Ends badly: what ended well and is not settled would be offered again at once, without end. */
  const waitForAccess = async (reason: string): Promise<never> => {
    await effectFailed(deps.db, effect, { error: reason, mayStillHappen: false, counts: false });
    throw new AppError('crm_revoked', { message: reason, details: { connectionId: connection.id } });
  };
  if (connection.status !== 'active') return waitForAccess(`The connection is ${connection.status}`);
  if (connection.mode === 'dry_run') return rehearse(deps, effect);
  let wasAskedFor = false;
  const beforeCreate = async (): Promise<void> => {
    await holdEffect(deps.db, effect);
    wasAskedFor = true;
  };
  let done: (PresentPayload & Ensured) | null;
  try {
    done = await pauseWhenRevoked(deps, connection.id, async () => {
      const present = await presentPayload(deps, connection.id, effect.payload);
      const { payload } = present;
      await storePayload(deps.db, effect.id, payload);
      return { ...present, ...(await ensure(crmOf(deps, connection.id), { ...effect, payload }, beforeCreate)) };
    });
  } catch (error) {
    const isAnswer = isAppError(error) && error.code !== 'crm_unavailable';
    await failed(isAppError(error) ? error.message : String(error), wasAskedFor && !isAnswer);
    if (isAppError(error) && !error.rule.retryable) {
      const now = deps.clock.now();
      await writeLedger(deps.db, [ledgerEntry(effect, 'failed', '', error.message)], now);
      const detail = `${effect.step.replaceAll('_', ' ')}: ${error.message}`;
      await openAlert(deps.db, { kind: 'crm_writes_failed', connectionId: connection.id, detail }, now);
    }
    throw error;
  }
  if (!done) return waitForAccess('The CRM refuses our access');
  const { id, created, payload } = done;
  const remark = [done.remark, done.refused].filter(Boolean).join(' ') || null;
  await deps.db.transaction(async (tx) => {
    await settleEffect(tx, effect.id, { id, created }, deps.clock.now());
    await writesMayBeWell(tx, connection.id, deps.clock.now());
    await writeLedger(
      tx,
      [ledgerEntry({ ...effect, payload }, created ? 'created' : 'found', id, remark)],
      deps.clock.now(),
    );
  });
}

/** Of these only renewals are made up for when the connection goes live: the others would be late news by then. */
const rehearse = (deps: CrmDeps, effect: CrmEffect): Promise<void> =>
  deps.db.transaction(async (tx) => {
    await settleEffect(tx, effect.id, { isRehearsed: true }, deps.clock.now());
    await writeLedger(tx, [ledgerEntry(effect, 'rehearsed', '', null)], deps.clock.now());
  });

interface Ensured {
  id: string;
  created: boolean;
  /** of what belongs to it and the CRM did not take */
  refused?: string;
}

function ensure(
  crm: CrmPort,
  { onboardingId, step, version, payload }: CrmEffect,
  beforeCreate: BeforeCreate,
): Promise<Ensured> {
  const key = `${onboardingId}:${step}:${version}`;
  switch (payload.kind) {
    case 'crm_note':
      return crm.ensureNote(
        { key, dealId: payload.dealId, body: payload.body, at: payload.at, on: payload.on },
        beforeCreate,
      );
    case 'crm_task':
      return crm.ensureTask(
        {
          key,
          dealId: payload.dealId,
          subject: payload.subject,
          body: payload.body,
          dueAt: payload.dueAt,
          dueOn: payload.dueOn,
          ownerId: payload.ownerCrmId,
        },
        beforeCreate,
      );
    case 'crm_renewal_deal':
      return crm.ensureRenewalDeal(
        {
          key,
          dealId: payload.dealId,
          name: payload.name,
          amountCents: payload.amountCents,
          closeOn: payload.closeOn,
          ownerId: payload.ownerCrmId,
          pipeline: payload.pipeline,
          stage: payload.stage,
        },
        beforeCreate,
      );
  }
}

const objects = { crm_note: 'note', crm_task: 'task', crm_renewal_deal: 'deal' } as const;

const ledgerEntry = (
  { connectionId, onboardingId, payload, step, wantedBy }: CrmEffect,
  result: 'created' | 'found' | 'failed' | 'rehearsed',
  recordId: string,
  error: string | null,
) => ({
  ...outgoing(connectionId, {
    onboardingId,
    objectType: objects[payload.kind],
    recordId,
    field: step,
    why: 'Go-live was approved',
    wantedBy,
  }),
  before: null,
  after: payload,
  result,
  error,
});
