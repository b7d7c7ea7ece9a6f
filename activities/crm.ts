/** What workflows cause in a CRM. */
import { continueBackfill } from '../src/usecases/aboard/continue-backfill.ts';
import { carryOutEffect } from '../src/usecases/crm/carry-out-effect.ts';
import { type CrmDeps } from '../src/usecases/crm/crm-deps.ts';
import { drainCrmValues } from '../src/usecases/crm/drain-crm-values.ts';
import { drainInbox } from '../src/usecases/crm/drain-inbox.ts';
import { listActiveConnections, reconcileConnection } from '../src/usecases/crm/reconcile.ts';
import type { BackfillActivities } from '../workflows/backfill/messages.ts';
import type { IntakeActivities } from '../workflows/crm-intake/messages.ts';
import type { CrmSyncActivities } from '../workflows/crm-sync/messages.ts';
import type { EffectActivities } from '../workflows/onboarding/messages.ts';
import type { ReconcileActivities } from '../workflows/reconcile/messages.ts';
import { whileHeartbeating } from './heartbeat.ts';

export const createCrmActivities = (
  deps: CrmDeps,
): BackfillActivities & IntakeActivities & CrmSyncActivities & EffectActivities & ReconcileActivities => ({
  drainInbox: ({ connectionId }) => whileHeartbeating(() => drainInbox(deps, connectionId)),
  drainCrmValues: ({ connectionId }) => whileHeartbeating(() => drainCrmValues(deps, connectionId)),
  carryOutEffect: ({ effectId }) => whileHeartbeating(() => carryOutEffect(deps, effectId)),
  continueBackfill: ({ backfillId }) => whileHeartbeating(() => continueBackfill(deps, backfillId)),
  listConnections: () => listActiveConnections(deps),
  reconcileConnection: ({ connectionId }) => whileHeartbeating(() => reconcileConnection(deps, connectionId)),
});
