import { neededScopes } from '../../integrations/hubspot/check.ts';
import { createHubSpotOAuth, type HubSpotOAuth } from '../../integrations/hubspot/oauth.ts';
import type { HubSpotConfig } from '../config/config.ts';

export const hubSpotReturnPath = '/connect/hubspot/return';

/** Null: no app is configured that accounts could consent to. */
export function hubSpotOAuthOf(config: HubSpotConfig | null, publicUrl: string): HubSpotOAuth | null {
  if (!config?.clientId) return null;
  const { clientId, clientSecret, baseUrl, appUrl } = config;
  const redirectUrl = publicUrl + hubSpotReturnPath;
  return createHubSpotOAuth({
    clientId,
    clientSecret,
    baseUrl,
    appUrl,
    redirectUrl,
    scopes: ['oauth', ...neededScopes],
  });
}
