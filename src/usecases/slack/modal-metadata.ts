/** What our modals about a task carry along; Slack signs it with everything else. */
import { z } from 'zod';

const metadataSchema = z.object({
  /** or of what a task waits for, where the modal asks about that */
  taskId: z.uuid(),
  /** where the button stood; null: in the home tab */
  channelId: z.string().nullable(),
  /** their date and language when it was opened: what is entered is checked by them without asking for them again */
  today: z.iso.date(),
  locale: z.string(),
});
export type ModalMetadata = z.infer<typeof metadataSchema>;

export const writeMetadata = (metadata: ModalMetadata): string => JSON.stringify(metadata);

/** Null: it is not of a modal about a task. */
export function readMetadata(text: string): ModalMetadata | null {
  try {
    return metadataSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
