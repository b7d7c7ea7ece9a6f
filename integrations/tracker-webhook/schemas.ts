/** What any tracker sends and may answer; our side of it stands in docs/trackers.md. */
import { z } from 'zod';
import { storableText } from '../../src/domain/storable-text.ts';

const words = z
  .string()
  .transform((text) => storableText(text).trim())
  .pipe(z.string().min(1).max(100));
const webUrl = z.url({ protocol: /^https?$/ }).max(2000);

export const toldSchema = z.object({
  taskId: z.uuid(),
  /** left out: as it was */
  state: z.enum(['open', 'in_progress', 'done']).optional(),
  dueOn: z.iso.date().nullable().optional(),
  key: words.optional(),
  url: webUrl.optional(),
  /** in the tracker's own words */
  status: words.optional(),
  /** when it happened there; else when it was sent */
  at: z.iso.datetime({ offset: true }).optional(),
});

export const answerSchema = z.object({
  key: words.optional(),
  url: webUrl.optional(),
});
