/** The methods for modals and the home tab. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { checkView } from './block-limits.ts';
import { findUser, invalid, read, type SlackMethod, SlackRefusal } from './method.ts';
import { type SlackState, type SlackView, withIds } from './state.ts';
import { viewWire } from './view-wire.ts';

export const viewSchema = z.looseObject({
  type: z.enum(['modal', 'home']),
  blocks: z.array(z.looseObject({ type: z.string() })),
});
const openSchema = z.object({ trigger_id: z.string(), view: viewSchema });
const updateSchema = z.object({ view_id: z.string(), hash: z.string().optional(), view: viewSchema });
const publishSchema = z.object({ user_id: z.string(), hash: z.string().optional(), view: viewSchema });

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
      closeModals(state, known.userId);
      return answerOf(addView(state, { kind: 'modal', userId: known.userId, view }));
    },
  },
  'views.update': {
    scopes: [],
    answer(state, args) {
      const { view_id: id, hash, view } = readView(updateSchema, args, 'modal');
      const shown = state.views.find((one) => one.id === id && one.kind === 'modal');
      if (!shown) throw new SlackRefusal('not_found');
      if (hash !== undefined && hash !== shown.hash) throw new SlackRefusal('hash_conflict');
      return answerOf(changeView(shown, view));
    },
  },
  'views.publish': {
    scopes: [],
    answer(state, args) {
      const { user_id: userId, hash, view } = readView(publishSchema, args, 'home');
      findUser(state, userId);
      const shown = state.views.find((one) => one.kind === 'home' && one.userId === userId);
      if (hash !== undefined && hash !== shown?.hash) throw new SlackRefusal('hash_conflict');
      return answerOf(shown ? changeView(shown, view) : addView(state, { kind: 'home', userId, view }));
    },
  },
};

type Given = z.output<typeof viewSchema>;

function readView<T extends { view: Given }>(
  schema: z.ZodType<T>,
  args: Record<string, unknown>,
  type: 'modal' | 'home',
): T {
  const given = read(schema, args);
  if (given.view.type !== type) throw invalid('invalid_arguments', `must be a ${type}`, '/view/type');
  checkView(given.view);
  return given;
}

/** Of a person's modals the last is on top. */
export function addView(
  state: SlackState,
  { view: { blocks, ...rest }, ...whose }: { kind: SlackView['kind']; userId: string; view: Given },
): SlackView {
  const id = `V${randomUUID().slice(0, 8).toUpperCase()}`;
  const added = { id, hash: randomUUID(), ...whose, view: { ...rest, blocks: withIds(blocks) } };
  state.views.push(added);
  return added;
}

export const changeView = (shown: SlackView, { blocks, ...rest }: Given): SlackView =>
  Object.assign(shown, { view: { ...rest, blocks: withIds(blocks) }, hash: randomUUID() });

export function closeModals(state: SlackState, userId: string): void {
  state.views = state.views.filter((one) => one.kind === 'home' || one.userId !== userId);
}

const answerOf = (view: SlackView) => ({ view: viewWire(view) });
