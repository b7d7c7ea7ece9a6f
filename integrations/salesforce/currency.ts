/** Of an organisation with a single currency: its records do not name it, and neither does any object that can be queried. */
import { isAppError } from '../../src/errors.ts';
import { type Cached, createCached } from '../cached.ts';
import { organizationFeaturesSchema } from './schemas.ts';
import type { Transport } from './transport.ts';

const ttlMs = 24 * 3_600_000;

/** @returns null where the organisation has several currencies, or does not say */
export const createCurrency = (transport: Transport): Cached<string | null> =>
  createCached({ load: () => load(transport), ttlMs });

async function load(transport: Transport): Promise<string | null> {
  try {
    const { features } = await transport.call({
      doing: 'reading the organisation’s currency',
      answer: organizationFeaturesSchema,
      method: 'GET',
      path: '/connect/organization',
    });
    return features.multiCurrency ? null : features.defaultCurrencyIsoCode;
  } catch (error) {
    // it may be switched off or not be permitted, and an amount without its currency is still an amount
    if (isAppError(error) && !error.rule.retryable && error.code !== 'crm_revoked') return null;
    throw error;
  }
}
