import type { TaskLinkView } from '../api/types.ts';

/** Whether its form has to be answered before it is done or not needed. */
export const asksStill = ({ form }: TaskLinkView): boolean =>
  form !== null && !form.isAnswered && form.fields.some(({ required, kind }) => required && kind !== 'file');
