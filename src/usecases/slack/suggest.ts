/** What a menu offers while somebody types in it: read, never stored, and answered within Slack's three seconds. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SlackSuggestion } from '../../contracts/slack-incoming.ts';
import { findPersonBySlack } from '../../db/person-channels.ts';
import type { SlackDeps, SlackMenu } from './handler.ts';
import { type Choice, optionsOf } from './tasks/inputs.ts';

const answerWithinMs = 2_500;

/** Whoever we do not know is offered nothing. */
export async function suggest(
  deps: SlackDeps,
  menus: Readonly<Record<string, SlackMenu>>,
  { teamId, userId, menu, text }: SlackSuggestion,
): Promise<Record<string, unknown>> {
  const look = async (): Promise<Choice[]> => {
    if (!Object.hasOwn(menus, menu)) return [];
    const person = await findPersonBySlack(deps.db, teamId, userId);
    return person && person.deactivatedAt === null ? ((await menus[menu]?.(deps, person, text.trim())) ?? []) : [];
  };
  try {
    return { options: optionsOf(await Promise.race([look(), pause<Choice[]>(answerWithinMs, [], { ref: false })])) };
  } catch (error) {
    deps.logger.warn({ menu, err: error }, 'A menu in Slack could not be filled');
    return { options: [] };
  }
}
