/** Who runs this installation may see more of it than whoever finds its address. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** @param token METRICS_TOKEN; without one only this very machine is believed, and nobody through a proxy on it */
export const isOperator = ({ socket, headers }: IncomingMessage, token: string | null): boolean =>
  token === null
    ? loopback.has(socket.remoteAddress ?? '') && headers['x-forwarded-for'] === undefined
    : isSameSecret(headers.authorization ?? '', `Bearer ${token}`);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
