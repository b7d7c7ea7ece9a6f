/** HubSpot's access token of a consent, renewed before it ends. Its refresh token stays the same, so renewals do not race. */
import type { HubSpotOAuth } from '../../../integrations/hubspot/oauth.ts';
import type { CrmSecret } from '../../db/crm-credentials.ts';
import { readCredential, renewCredential } from '../../db/crm-credentials.ts';
import type { Database } from '../../db/database.ts';
import { AppError } from '../../errors.ts';

/** a call that begins with it must be able to end */
const earlyMs = 120_000;

type Consent = Extract<CrmSecret, { kind: 'hubspot_consent' }>;

/** @returns what gives the token for each call; one renewal at a time in this process */
export function freshToken(
  { db, oauth, secret: key }: { db: Database; oauth: HubSpotOAuth; secret: string },
  connectionId: string,
): () => Promise<string> {
  let known: Consent | null = null;
  let renewal: Promise<Consent> | null = null;
  const isGood = ({ expiresAt }: Consent): boolean => Date.parse(expiresAt) - Date.now() > earlyMs;
  const renew = async (): Promise<Consent> => {
    const stored = await readCredential(db, connectionId, key);
    if (stored?.secret.kind !== 'hubspot_consent')
      throw new AppError('integration_off', { message: 'HubSpot was disconnected', details: { connectionId } });
    // another process was sooner
    if (isGood(stored.secret)) return stored.secret;
    const { accessToken, refreshToken, expiresAt, scopes } = await oauth.refresh(stored.secret.refreshToken);
    const secret: Consent = { kind: 'hubspot_consent', accessToken, refreshToken, expiresAt: expiresAt.toISOString() };
    await renewCredential(db, { connectionId, version: stored.version, secret, scopes }, key);
    return secret;
  };
  return async () => {
    if (known && isGood(known)) return known.accessToken;
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    known = await renewal;
    return known.accessToken;
  };
}
