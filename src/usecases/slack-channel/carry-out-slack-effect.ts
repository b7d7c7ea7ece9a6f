/** What an onboarding does in its own channel. Whatever Slack will not do is said in the effect's row and not asked again. */
import { holdEffect, effectFailed, settleEffect, type StoredEffect } from '../../db/effects.ts';
import { noteChannelWorks } from '../../db/slack-channels.ts';
import type { EffectPayload, SlackPayload } from '../../domain/model.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { CrmDeps } from '../crm/crm-deps.ts';
import { createChannel } from './create-channel.ts';
import { inviteColleague, shareWithCustomer } from './invite.ts';
import { postNews } from './post-news.ts';

export type Done = Record<string, unknown>;

export interface ChannelEffect {
  deps: CrmDeps;
  effect: StoredEffect;
  /** right before something that may not happen twice */
  hold(): Promise<void>;
}

/** Slack's answer is given up after 10 s; a post can be found a minute after that. */
const holdSeconds = 75;
const lookAgainMs = holdSeconds * 1000;

export const isSlackEffect = (payload: EffectPayload): payload is SlackPayload => payload.kind.startsWith('slack_');

export async function carryOutSlackEffect(deps: CrmDeps, effect: StoredEffect, payload: SlackPayload): Promise<void> {
  let wasAskedFor = false;
  const hold = async (): Promise<void> => {
    await holdEffect(deps.db, effect, holdSeconds);
    wasAskedFor = true;
  };
  try {
    const done: Done = deps.slack ? await carryOut({ deps, effect, hold }, payload) : { skipped: 'Slack is off' };
    await settleEffect(deps.db, effect.id, done, deps.clock.now());
    if (!('skipped' in done) && !('refused' in done)) await noteChannelWorks(deps.db, effect.onboardingId);
  } catch (error) {
    const isUnclear = !isAppError(error) || error.code === 'slack_unclear';
    await effectFailed(deps.db, effect, {
      error: error instanceof Error ? error.message : String(error),
      mayStillHappen: wasAskedFor && isUnclear,
    });
    if (isAppError(error) && error.code === 'slack_unclear')
      throw new AppError('slack_unavailable', { message: error.message, cause: error, retryAfterMs: lookAgainMs });
    throw error;
  }
}

function carryOut(context: ChannelEffect, payload: SlackPayload): Promise<Done> {
  switch (payload.kind) {
    case 'slack_channel':
      return createChannel(context, payload);
    case 'slack_invite':
      return inviteColleague(context, payload.personId);
    case 'slack_share':
      return shareWithCustomer(context, payload.personId);
    case 'slack_post':
      return postNews(context, payload);
  }
}
