import { request } from 'node:http';

/** A POST that promises a body of five megabytes and never sends it. @returns the status that came nevertheless */
export const beginPost = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const begun = request(url, { method: 'POST', headers: { ...headers, 'content-length': '5000000' } }, (response) => {
      resolve(response.statusCode ?? 0);
      begun.destroy();
    });
    begun.on('error', reject);
    begun.flushHeaders();
  });
