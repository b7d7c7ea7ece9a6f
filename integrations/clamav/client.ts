/** clamd over TCP, command INSTREAM: chunks with their length before them, a zero at the end, one line as the answer. */
import { connect, type Socket } from 'node:net';
import { AppError } from '../../src/errors.ts';
import type { CheckResult } from '../ports.ts';
import type { VirusScanPort } from '../ports-mail.ts';

const chunkBytes = 64 * 1024;
const timeoutMs = 60_000;

export function createClamav({ host, port }: { host: string; port: number }): VirusScanPort {
  const ask = (write: (socket: Socket) => void): Promise<string> =>
    new Promise((resolve, reject) => {
      const answer: Buffer[] = [];
      const socket = connect({ host, port });
      const fail = (cause: Error): void =>
        reject(
          new AppError('scanner_unavailable', {
            message: `The virus scanner does not answer: ${cause.message}`,
            cause,
          }),
        );
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`nothing within ${timeoutMs / 1000} s`)));
      socket.once('connect', () => write(socket));
      socket.on('data', (chunk) => answer.push(chunk));
      socket.once('error', fail);
      socket.once('close', () => {
        const text = Buffer.concat(answer).toString('utf8').replaceAll('\0', '').trim();
        if (text === '') fail(new Error('the connection was closed without an answer'));
        else resolve(text);
      });
    });

  return {
    async scan(bytes) {
      const answer = await ask((socket) => {
        socket.write('zINSTREAM\0');
        for (let start = 0; start < bytes.length; start += chunkBytes) {
          const chunk = bytes.subarray(start, start + chunkBytes);
          socket.write(lengthOf(chunk.length));
          socket.write(chunk);
        }
        socket.write(lengthOf(0));
      });
      const [, found] = /^stream: (.+) FOUND$/.exec(answer) ?? [];
      if (found !== undefined) return { isClean: false, found };
      if (answer === 'stream: OK') return { isClean: true, found: null };
      throw new AppError('scanner_unavailable', { message: `The virus scanner says: ${answer.slice(0, 200)}` });
    },

    async check(): Promise<CheckResult[]> {
      const name = 'Virus scanner';
      try {
        const version = await ask((socket) => socket.write('zVERSION\0'));
        return [{ name, ok: true, detail: `${host}:${port} answers: ${version.slice(0, 100)}`, fix: null }];
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return [{ name, ok: false, detail, fix: 'Correct CLAMAV_ADDRESS, or start clamd with TCPSocket' }];
      }
    },
  };
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
