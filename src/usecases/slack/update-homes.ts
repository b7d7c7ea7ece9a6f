/** Brings home tabs that people opened lately up to date with what was done elsewhere. */
import type { SlackPort, SlackWorkspaces } from '../../../integrations/ports-slack.ts';
import type { Drained } from '../../contracts/processes.ts';
import { findPersonBySlack } from '../../db/person-channels.ts';
import {
  forgetHome,
  nextHomeInMs,
  postponeHomes,
  settleHome,
  type StaleHome,
  takeStaleHomes,
} from '../../db/slack-homes.ts';
import { isAppError } from '../../errors.ts';
import { composeHome, type HomeDeps } from './compose-home.ts';

export interface UpdateHomesDeps extends HomeDeps {
  /** absent: Slack is off */
  slack?: SlackWorkspaces | null;
}

const batchSize = 20;
const awayMs = 30_000;

/** One batch, the longest untrue first. A workspace that is slow or away keeps only its own home tabs waiting. */
export async function updateHomes(deps: UpdateHomesDeps): Promise<Drained> {
  const taken = await takeStaleHomes(deps.db, batchSize);
  if (taken.length > 0) await deps.clock.refresh();
  const byTeam = Map.groupBy(taken, ({ teamId }) => teamId);
  await Promise.all([...byTeam].map(([teamId, homes]) => updateTeam(deps, teamId, homes)));
  return { hasMore: taken.length === batchSize, wakeInMs: await nextHomeInMs(deps.db) };
}

async function updateTeam(deps: UpdateHomesDeps, teamId: string, homes: StaleHome[]): Promise<void> {
  const port = (await deps.slack?.forTeam(teamId)) ?? null;
  for (const [index, home] of homes.entries()) {
    const waitMs = await update(deps, port, home);
    if (waitMs !== null) return postponeHomes(deps.db, homes.slice(index), waitMs);
  }
}

/** @returns how long its workspace is to be left alone, null: it is not */
async function update(deps: UpdateHomesDeps, port: SlackPort | null, home: StaleHome): Promise<number | null> {
  try {
    const person = await findPersonBySlack(deps.db, home.teamId, home.userId);
    if (!port || person?.id !== home.personId) await forgetHome(deps.db, home);
    else {
      const { blocks, shown } = await composeHome(deps, person);
      if (shown !== home.shown) await port.publishHome(home.userId, blocks);
      await settleHome(deps.db, home, shown);
    }
    return null;
  } catch (error) {
    if (isAppError(error) && error.rule.retryable) return error.retryAfterMs ?? awayMs;
    // it is made anew when it is opened
    await forgetHome(deps.db, home);
    return null;
  }
}
