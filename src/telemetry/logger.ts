import { pino } from 'pino';

/** What every room logs with. Secrets, tokens and mail bodies never go in. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

const redacted = [
  '*.authorization',
  '*.cookie',
  '*.token',
  '*.accessToken',
  '*.clientSecret',
  '*.secret',
  '*.password',
  'headers.authorization',
  'headers.cookie',
];

export const createLogger = ({ level, name }: { level: string; name: string }): Logger =>
  pino({
    level,
    name,
    redact: { paths: redacted, censor: '[redacted]' },
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
