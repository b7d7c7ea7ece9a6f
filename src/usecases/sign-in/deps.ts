import type { Clock } from '../../db/clock.ts';
import type { Database } from '../../db/database.ts';
import type { Logger } from '../../telemetry/logger.ts';

export interface SignInDeps {
  db: Database;
  clock: Clock;
  logger: Logger;
  secret: string;
  /** becomes the first administrator on signing in, and may do so by mail whatever else is configured */
  adminEmail: string | null;
  /** our people sign in with a provider; null: by mail */
  oidc: object | null;
  signInMailsPerHour: number;
  sendSignInMail(mail: { personId: string; token: string; code: string; redirectTo: string | null }): Promise<void>;
}
