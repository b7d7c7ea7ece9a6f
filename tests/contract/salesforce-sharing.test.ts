/** A user who may see records of others, and not edit them: each record of a collection is refused by itself. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../../integrations/salesforce/client.ts';
import { sandboxOrganizationId } from '../../integrations/sandbox/salesforce/index.ts';
import { app, type SandboxOrg, startOrg } from './sandbox-salesforce-org.ts';
import { recordingGate, silent } from './sandbox-server.ts';

describe('records that are not shared for editing', () => {
  let org: SandboxOrg;
  beforeEach(async () => {
    org = await startOrg();
  });
  afterEach(() => org.stop());

  it.each(['INSUFFICIENT_ACCESS_OR_READONLY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'INSUFFICIENT_ACCESS'])(
    '%s is for the CRM’s people to mend, in the same words for each record, and the rest is written',
    async (errorCode) => {
      const crm = createSalesforce({
        credentials: { loginUrl: org.url, ...app },
        organizationId: sandboxOrganizationId,
        gate: recordingGate(),
        logger: silent,
      });
      const ids = await Promise.all(
        ['Harbor', 'Pier', 'Quay'].map(async (name) => (await org.addOpportunity({ name })).id),
      );
      const [first = '', second = '', third = ''] = ids;
      const message = (id: string) => `insufficient access rights on cross-reference id: ${id}`;
      await org.setFaults({
        rules: [first, second].map((recordId) => ({ kind: 'record', errorCode, recordId, message: message(recordId) })),
      });
      const results = await crm.writeFields(
        ids.map((recordId) => ({
          objectType: 'deal' as const,
          recordId,
          onboardingId: '0190c0de-0000-7000-8000-000000000001',
          values: { gangway_progress: 42 },
        })),
      );
      const resultOf = (id: string) => results.find(({ recordId }) => recordId === id);
      expect(resultOf(third)).toMatchObject({ result: 'written' });
      expect(resultOf(first)).toMatchObject({
        result: 'failed',
        code: 'forbidden',
        field: null,
        message: `Salesforce lets our user see but not edit the opportunity (${errorCode}): share it with our user for editing, by a sharing rule or a role`,
      });
      expect(resultOf(second)).toMatchObject({ message: expect.stringContaining(errorCode) });
      const messages = [first, second]
        .map((id) => resultOf(id))
        .flatMap((one) => (one?.result === 'failed' ? [one.message] : []));
      expect(new Set(messages).size).toBe(1);
    },
  );
});
