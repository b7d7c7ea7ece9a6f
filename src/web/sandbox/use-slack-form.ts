import { useState } from 'react';
import { slackActions, type SlackHeld, type SlackValues, type SlackView } from './slack-api.ts';
import { inputsOf, type SlackOption } from './slack-kit.ts';

export interface SlackForm {
  heldIn(blockId: string, actionId: string): SlackHeld;
  hold(blockId: string, actionId: string, held: SlackHeld): void;
  /** what a menu offers for what is typed in it */
  suggest(actionId: string, value: string): Promise<SlackOption[]>;
  /** by block id, as the app or Slack itself said them */
  errors: Readonly<Record<string, string>>;
}

/** What is filled into a modal. It stays while the app puts another view in its place, where the fields are the same. */
export function useSlackForm(view: SlackView) {
  const [values, setValues] = useState<SlackValues>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const form: SlackForm = {
    errors,
    suggest: async (actionId, value) => (await slackActions.suggest(view.id, { actionId, value })).options,
    heldIn: (blockId, actionId) => values[blockId]?.[actionId] ?? {},
    hold(blockId, actionId, held) {
      setValues((before) => ({ ...before, [blockId]: { ...before[blockId], [actionId]: held } }));
      setErrors(({ [blockId]: _answered, ...rest }) => rest);
    },
  };
  const submit = async () => {
    const fields = inputsOf(view.blocks);
    const shown = Object.entries(values).filter(([blockId]) => fields.includes(blockId));
    const answer = await slackActions.submit(view.id, Object.fromEntries(shown));
    setErrors(answer.errors);
    return answer;
  };
  return { form, submit };
}
