import { ActivityFailure, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { OnboardingInput, UnfinishedEffect } from '../../src/contracts/processes.ts';
import { decisionProfile, taskQueues, vendorProfile } from '../../temporal.config.ts';
import { listenForChanges, renewWhenSuggested } from '../changed.ts';
import type { EffectActivities, OnboardingActivities } from './messages.ts';

const { advance } = proxyLocalActivities<OnboardingActivities>(decisionProfile);
const { carryOutEffect } = proxyActivities<EffectActivities>({ ...vendorProfile, taskQueue: taskQueues.crm });

/** One per deal and cycle. It decides nothing: it asks `advance`, carries effects out, and waits. */
export async function onboarding(input: OnboardingInput): Promise<void> {
  const changes = listenForChanges();
  /** effects being carried out, and whether a later look has asked for them again meanwhile */
  const underWay = new Map<string, { isAskedAgain: boolean }>();

  const carryOut = async (effect: UnfinishedEffect): Promise<void> => {
    const attempt = { isAskedAgain: false };
    underWay.set(effect.id, attempt);
    try {
      await carryOutEffect({ effectId: effect.id });
      changes.raise();
    } catch (error) {
      // revoked or refused: its row says so, and the next pass offers it again; anything else is ours to see
      if (!(error instanceof ActivityFailure)) throw error;
      log.warn('An effect was not carried out', { effectId: effect.id, kind: effect.kind });
      if (attempt.isAskedAgain) changes.raise();
    } finally {
      underWay.delete(effect.id);
    }
  };

  for (;;) {
    changes.clear();
    const next = await advance(input);
    for (const effect of next.effects) {
      const attempt = underWay.get(effect.id);
      if (attempt) attempt.isAskedAgain = true;
      else void carryOut(effect);
    }
    if (next.isOver && next.effects.length === 0 && !changes.isRaised()) return;
    if (underWay.size === 0) await renewWhenSuggested(input);
    await changes.wait(next.wakeInMs);
  }
}
