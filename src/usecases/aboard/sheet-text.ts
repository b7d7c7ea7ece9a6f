const utf16Mark = [0xff, 0xfe];

/** What a spreadsheet saved, as text: plain CSV of a western one is windows-1252, and nothing in the file says so. */
export function sheetText(bytes: Uint8Array): string {
  if (utf16Mark.every((byte, n) => bytes[n] === byte)) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
