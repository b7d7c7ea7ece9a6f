/**
 * HubSpot's access token of a consent, renewed before it ends, or when HubSpot refuses it before that. Its refresh token
 * stays the same, so renewals do not race. One that lacks a scope lacks it renewed as well; a newer consent may not.
 */
import type { HubSpotOAuth } from '../../../integrations/hubspot/oauth.ts';
import type { RefusedToken } from '../../../integrations/hubspot/transport.ts';
import type { CrmSecret } from '../../db/crm-credentials.ts';
import { readCredential, renewCredential, type StoredCredential } from '../../db/crm-credentials.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../errors.ts';

/** a call that begins with it must be able to end */
const earlyMs = 120_000;
const minuteMs = 60_000;
/** renewals of tokens that should still be good; without a bound each call would cost one */
const refusedPerMinute = 2;

type Consent = Extract<CrmSecret, { kind: 'hubspot_consent' }>;

/** @returns what gives the token for each call; one renewal at a time in this process */
export function freshToken(
  { db, oauth, secret: key }: { db: Database; oauth: HubSpotOAuth; secret: string },
  connectionId: string,
): (refused?: RefusedToken) => Promise<string> {
  let known: Consent | null = null;
  let renewal: Promise<Consent> | null = null;
  const isGood = ({ expiresAt }: Consent): boolean => Date.parse(expiresAt) - Date.now() > earlyMs;
  let refusedAt: number[] = [];
  const noteRefused = (): void => {
    const now = performance.now();
    refusedAt = refusedAt.filter((at) => now - at < minuteMs);
    const [first] = refusedAt;
    if (first !== undefined && refusedAt.length >= refusedPerMinute)
      throw new AppError('crm_unavailable', {
        message: 'HubSpot ended our access token again and again; the next renewal waits a little',
        retryAfterMs: Math.ceil(first + minuteMs - now),
      });
    refusedAt.push(now);
  };
  const read = async (): Promise<StoredCredential & { secret: Consent }> => {
    const stored = await readCredential(db, connectionId, key);
    if (stored?.secret.kind !== 'hubspot_consent')
      throw new AppError('integration_off', { message: 'HubSpot was disconnected', details: { connectionId } });
    return { ...stored, secret: stored.secret };
  };
  const renew = async (refused: string | undefined): Promise<Consent> => {
    const stored = await read();
    if (isGood(stored.secret)) {
      // another process was sooner, or somebody connected anew
      if (stored.secret.accessToken !== refused) return stored.secret;
      noteRefused();
    }
    const { accessToken, refreshToken, expiresAt, scopes } = await oauth.refresh(stored.secret.refreshToken);
    const secret: Consent = { kind: 'hubspot_consent', accessToken, refreshToken, expiresAt: expiresAt.toISOString() };
    await renewCredential(db, { connectionId, version: stored.version, secret, scopes }, key);
    return secret;
  };
  return async (refused) => {
    if (refused?.isForbidden) known = (await read()).secret;
    const ended = refused?.isForbidden ? undefined : refused?.token;
    if (known && known.accessToken !== ended && isGood(known)) return known.accessToken;
    renewal ??= renew(ended).finally(() => {
      renewal = null;
    });
    known = await renewal;
    return known.accessToken;
  };
}
