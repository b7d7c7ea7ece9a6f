/** Files on their way to becoming documents: checked and scanned before anything is stored. */
import { createHash } from 'node:crypto';
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import type { NewDocument } from '../../db/documents.ts';
import { checkFile, type RefusedFile } from './check-file.ts';

export interface CheckedFiles {
  kept: NewDocument[];
  refused: RefusedFile[];
}

export const maxFiles = 20;

/** Throws scanner_unavailable: nothing is kept unscanned where a scanner is configured. */
export async function checkFiles(
  scanner: VirusScanPort | null,
  files: { name: string; bytes: Buffer }[],
): Promise<CheckedFiles> {
  const checked: CheckedFiles = { kept: [], refused: [] };
  for (const [index, { name: given, bytes }] of files.entries()) {
    const file = await checkFile({ name: given, bytes });
    const refuse = (why: RefusedFile['why'], reason: string): unknown =>
      checked.refused.push({ name: file.name, why, reason });
    if (!file.ok) refuse(file.why, file.reason);
    else if (index >= maxFiles) refuse('tooMany', `only ${maxFiles} files are taken`);
    else {
      const scan = await scanner?.scan(bytes);
      if (scan && !scan.isClean) refuse('virus', `the virus scanner found ${scan.found ?? 'something'}`);
      else
        checked.kept.push({
          name: file.name,
          mediaType: file.mediaType,
          bytes,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          isScanned: scan !== undefined,
        });
    }
  }
  return checked;
}
