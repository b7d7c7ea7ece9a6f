/** What came with a mail, and what became of it: read again from the raw mail, while that is kept. */
import type { Sql } from '../../db/database.ts';
import { documentsOfMail } from '../../db/documents.ts';
import { readRawMail } from '../../db/inbound-mails.ts';
import type { InboundMailRow } from '../../db/queries/list-inbound-mails.ts';
import { isAppError } from '../../errors.ts';
import { checkFiles } from '../documents/keep-files.ts';
import { filesOf, type MailReader, type ReadAttachment } from './mail-reader.ts';
import { proposalSchema } from './proposal.ts';

/** `waiting`: kept once somebody agrees to what the mail asks for, and the virus scanner finds nothing */
export type MailAttachment = { name: string } & (
  { state: 'kept'; documentId: string } | { state: 'waiting' } | { state: 'refused'; reason: string }
);

export interface AttachmentDeps {
  db: Sql;
  /** null: no mailbox is configured */
  reader: Pick<MailReader, 'read'> | null;
}

export async function attachmentsOf({ db, reader }: AttachmentDeps, mail: InboundMailRow): Promise<MailAttachment[]> {
  const documents = await documentsOfMail(db, mail);
  const raw = reader && (await readRawMail(db, mail.id));
  if (!reader || !raw) {
    const own = documents.filter(({ isOfMail }) => isOfMail);
    return own.map(({ id, name }) => ({ name, state: 'kept', documentId: id }));
  }
  const { kept: fine, refused } = await checkFiles(null, await filesIn(reader, raw));
  const rest = restOf(mail);
  return [
    ...fine.map(({ name, sha256 }): MailAttachment => {
      const document = documents.find((one) => one.sha256 === sha256 && one.name === name);
      return document ? { name, state: 'kept', documentId: document.id } : { name, ...rest };
    }),
    ...refused.map(({ name, reason }): MailAttachment => ({ name, state: 'refused', reason })),
  ];
}

/** Of a file that may be kept by what it is, and is not. */
function restOf({
  state,
  proposal: given,
}: InboundMailRow): { state: 'waiting' } | { state: 'refused'; reason: string } {
  const proposal = given === null ? null : proposalSchema.parse(given);
  const isKept = proposal?.kind === 'command' && proposal.isKept === true;
  if (isKept || state === 'handled') return { state: 'refused', reason: 'the virus scanner found something' };
  if (state === 'ignored') return { state: 'refused', reason: 'the mail was closed without doing anything' };
  return proposal?.kind === 'command' || proposal?.kind === 'comment'
    ? { state: 'waiting' }
    : { state: 'refused', reason: 'nothing that this mail asks for keeps it' };
}

/** None of what is no mail that can be read. */
async function filesIn(reader: Pick<MailReader, 'read'>, raw: Buffer): Promise<ReadAttachment[]> {
  try {
    return filesOf(await reader.read(raw, null));
  } catch (error) {
    if (isAppError(error)) return [];
    throw error;
  }
}
