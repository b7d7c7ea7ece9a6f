import { isLoopback } from '../domain/loopback.ts';
import type { Config } from './config.ts';

/**
 * The sandbox shows everybody's sign-in mails to whoever asks, so it is only for this very machine. Without credentials an
 * integration is off; where none is given at all, a person wants to try things.
 * @returns null where it is on
 */
export function whySandboxIsOff(config: Config): string | null {
  if (config.environment === 'production') return 'NODE_ENV is production';
  const { publicUrl } = config.http;
  if (publicUrl !== null && !isLoopback(publicUrl)) return 'PUBLIC_URL is not an address of this machine alone';
  if (config.sandbox !== null) return config.sandbox ? null : 'GANGWAY_SANDBOX is false';
  return config.hubspot || config.salesforce || config.mail ? 'HubSpot, Salesforce or mail is configured' : null;
}
