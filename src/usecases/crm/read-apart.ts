import type { CrmPort, DealRead } from '../../../integrations/ports.ts';
import { type AppError, isAppError } from '../../errors.ts';

export interface Reads {
  found: DealRead[];
  refused: Map<string, AppError>;
}

/** A batch that the CRM rejects is read in halves until it is known which deal it is about. */
export async function readApart(crm: CrmPort, dealIds: string[], fields: string[]): Promise<Reads> {
  try {
    return { found: await crm.readDeals(dealIds, fields), refused: new Map() };
  } catch (error) {
    if (!isAppError(error) || error.code !== 'crm_rejected') throw error;
    const [only, ...others] = dealIds;
    if (only === undefined || others.length === 0) return { found: [], refused: new Map([[only ?? '', error]]) };
    const middle = Math.ceil(dealIds.length / 2);
    const first = await readApart(crm, dealIds.slice(0, middle), fields);
    const rest = await readApart(crm, dealIds.slice(middle), fields);
    return { found: [...first.found, ...rest.found], refused: new Map([...first.refused, ...rest.refused]) };
  }
}
