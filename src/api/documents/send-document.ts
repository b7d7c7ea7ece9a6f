import type { Response } from 'express';

/** Only as a download and never shown by the browser on our origin, whatever it claims to be. */
export function sendDocument(response: Response, document: { name: string; mediaType: string; bytes: Buffer }): void {
  response.setHeader('Content-Type', document.mediaType);
  response.setHeader('Content-Disposition', attachmentNamed(document.name));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'private, no-store');
  response.send(document.bytes);
}

/** RFC 6266: a plain name for old browsers, the real one encoded. */
export function attachmentNamed(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
