/** The methods for modals and the home tab. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checkView } from './block-limits.ts';
import { findUser, invalid, read, type SlackMethod, SlackRefusal } from './method.ts';
import { bot, idOf, type SlackState, type SlackView } from './state.ts';

const view = z.looseObject({ type: z.enum(['modal', 'home']) });
const openSchema = z.object({ trigger_id: z.string(), view });
const updateSchema = z.object({ view_id: z.string(), hash: z.string().optional(), view });
const publishSchema = z.object({ user_id: z.string(), hash: z.string().optional(), view });

export const viewMethods: Record<string, SlackMethod> = {
  'views.open': {
    scopes: [],
    answer(state, args, nowMs) {
      const { trigger_id: trigger, view } = readView(openSchema, args, 'modal');
      const known = state.triggers.get(trigger);
      if (!known) throw new SlackRefusal('invalid_trigger_id');
      if (known.isUsed) throw new SlackRefusal('exchanged_trigger_id');
      if (nowMs > known.untilMs) throw new SlackRefusal('expired_trigger_id');
      known.isUsed = true;
      return add(state, view, null);
    },
  },
  'views.update': {
    scopes: [],
    answer(state, args) {
      const { view_id: id, hash, view } = readView(updateSchema, args, 'modal');
      const shown = state.views.find((one) => one.id === id && one.homeOf === null);
      if (!shown) throw new SlackRefusal('not_found');
      return change(shown, hash, view);
    },
  },
  'views.publish': {
    scopes: [],
    answer(state, args) {
      const { user_id: userId, hash, view } = readView(publishSchema, args, 'home');
      findUser(state, userId);
      const shown = state.views.find(({ homeOf }) => homeOf === userId);
      return shown ? change(shown, hash, view) : add(state, view, userId);
    },
  },
};

function readView<T extends { view: z.output<typeof view> }>(
  schema: z.ZodType<T>,
  args: Record<string, unknown>,
  type: 'modal' | 'home',
): T {
  const given = read(schema, args);
  if (given.view.type !== type) throw invalid('invalid_arguments', `must be a ${type}`, '/view/type');
  checkView(given.view);
  return given;
}

function add(state: SlackState, view: Record<string, unknown>, homeOf: string | null): Record<string, unknown> {
  const added = { id: idOf('V', state.views.length), hash: randomUUID(), homeOf, view };
  state.views.push(added);
  return answerOf(added);
}

function change(shown: SlackView, hash: string | undefined, view: Record<string, unknown>): Record<string, unknown> {
  if (hash !== undefined && hash !== shown.hash) throw new SlackRefusal('hash_conflict');
  return answerOf(Object.assign(shown, { view, hash: randomUUID() }));
}

const answerOf = ({ id, hash, view }: SlackView) => ({ view: { ...view, id, hash, team_id: bot.team_id } });
