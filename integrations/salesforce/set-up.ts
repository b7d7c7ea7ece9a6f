/**
 * The package is what creates the fields: it brings their permissions, layouts and flows as well, which a field created
 * by the Tooling API would lack, and two lists of fields would come to differ. So this only says what is missing.
 */
import { AppError } from '../../src/errors.ts';
import type { Describe } from './describe.ts';
import { readPackageState } from './package-fields.ts';

export const deployHint =
  'deploy integrations/salesforce/package with “sf project deploy start” and give our user the permission set “Gangway integration” (docs/salesforce.md)';

export async function setUp(describe: Describe): Promise<{ created: string[]; existing: string[] }> {
  describe.forget();
  const { missing, readOnly, present } = await readPackageState(describe);
  if (missing.length === 0 && readOnly.length === 0) return { created: [], existing: present };
  const parts = [
    ...(missing.length > 0 ? [`missing, or hidden from our user: ${missing.join(', ')}`] : []),
    ...(readOnly.length > 0 ? [`read-only for our user: ${readOnly.join(', ')}`] : []),
  ];
  throw new AppError('crm_rejected', {
    message: `Gangway’s package is not complete in Salesforce (${parts.join('; ')}): ${deployHint}`,
    details: { missing, readOnly },
  });
}
