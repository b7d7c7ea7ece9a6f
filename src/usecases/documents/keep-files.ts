/** Files on their way to becoming documents: checked and scanned before anything is stored. */
import { createHash } from 'node:crypto';
import type { VirusScanPort } from '../../../integrations/ports-mail.ts';
import type { NewDocument } from '../../db/documents.ts';
import { checkFile } from './check-file.ts';

export interface CheckedFiles {
  kept: NewDocument[];
  /** with why, in words */
  refused: { name: string; reason: string }[];
}

const maxFiles = 20;

/** Throws scanner_unavailable: nothing is kept unscanned where a scanner is configured. */
export async function checkFiles(
  scanner: VirusScanPort | null,
  files: { name: string; bytes: Buffer }[],
): Promise<CheckedFiles> {
  const checked: CheckedFiles = { kept: [], refused: [] };
  for (const [index, { name: given, bytes }] of files.entries()) {
    const file = await checkFile({ name: given, bytes });
    if (!file.ok) checked.refused.push({ name: file.name, reason: file.reason });
    else if (index >= maxFiles) checked.refused.push({ name: file.name, reason: `only ${maxFiles} files are taken` });
    else {
      const scan = await scanner?.scan(bytes);
      if (scan && !scan.isClean)
        checked.refused.push({ name: file.name, reason: `the virus scanner found ${scan.found ?? 'something'}` });
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
