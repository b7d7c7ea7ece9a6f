/** Whether a file may be kept: by what it is, not by what it is called. */
import { fileTypeFromBuffer } from 'file-type';

/** Ending → what its bytes must be; text has no signature and must read as text. */
const allowed: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
};
const allowedText: Record<string, string> = { txt: 'text/plain', csv: 'text/csv', md: 'text/markdown' };
export const takenEndings = [...Object.keys(allowed), ...Object.keys(allowedText)];

export const maxFileBytes = 20 * 1024 * 1024;
const longestName = 120;

export type WhyRefused = 'empty' | 'tooLarge' | 'type' | 'content' | 'tooMany' | 'virus';
export interface RefusedFile {
  name: string;
  why: WhyRefused;
  /** for our own people */
  reason: string;
}
export type FileCheck = { ok: true; name: string; mediaType: string } | ({ ok: false } & RefusedFile);

export async function checkFile({ name: given, bytes }: { name: string; bytes: Buffer }): Promise<FileCheck> {
  const name = cleanName(given);
  const refuse = (why: WhyRefused, reason: string): FileCheck => ({ ok: false, name, why, reason });
  if (bytes.length === 0) return refuse('empty', 'it is empty');
  if (bytes.length > maxFileBytes) return refuse('tooLarge', `it is larger than ${maxFileBytes / 1024 / 1024} MB`);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const found = await fileTypeFromBuffer(bytes);
  const textType = allowedText[ending];
  if (textType !== undefined)
    return !found && isText(bytes)
      ? { ok: true, name, mediaType: `${textType}; charset=utf-8` }
      : refuse('content', `its content is no ${ending} text`);
  const expected = allowed[ending];
  if (expected === undefined) return refuse('type', `files of this type (${ending}) are not taken`);
  if (found?.mime !== expected)
    return refuse('content', `its content is ${found?.mime ?? 'unknown'}, not what its name says`);
  return { ok: true, name, mediaType: expected };
}

/** One path segment that any system can store and no header can be broken with. */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  if (clean === '') return 'file';
  if (clean.length <= longestName) return clean;
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 ? clean.slice(dot).slice(0, 10) : '';
  return clean.slice(0, longestName - ending.length) + ending;
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
