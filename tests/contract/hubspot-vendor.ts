/** Answers as HubSpot's documentation and its customers show them. */
import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';
import type { CrmPort } from '../../integrations/ports.ts';
import { createHubSpot } from '../../integrations/hubspot/client.ts';
import { recordingGate, silent } from './sandbox-server.ts';

export const host = 'https://api.hubapi.com';
/** Nothing but the prepared answers, and each of them must be asked for. */
export function useVendorAnswers(): void {
  beforeEach(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    if (unused.length > 0) throw new Error(`Never called: ${unused.join(', ')}`);
  });
}

export const hubspot = (): CrmPort =>
  createHubSpot({ token: 'pat-na1-1', baseUrl: host, accountId: '62515', gate: recordingGate(), logger: silent });
export const times = { createdAt: '2019-10-30T03:30:17.883Z', updatedAt: '2019-12-07T16:50:06.678Z', archived: false };
export const batch = {
  status: 'COMPLETE',
  startedAt: '2023-07-05T16:37:28.123Z',
  completedAt: '2023-07-05T16:37:28.335Z',
};
export const none = (to: string, id: string) => ({
  ...batch,
  results: [],
  numErrors: 1,
  errors: [
    {
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      message: `No ${to} is associated with deal ${id}.`,
      context: { fromObjectId: [id], fromObjectType: ['deal'], toObjectType: [to] },
    },
  ],
});
export const pipelines = {
  results: [
    {
      label: 'Sales Pipeline',
      displayOrder: 0,
      id: 'default',
      archived: false,
      createdAt: '2020-01-01T00:00:00Z',
      updatedAt: '2020-01-01T00:00:00Z',
      stages: [
        {
          label: 'Closed Won',
          displayOrder: 5,
          metadata: { isClosed: 'true', probability: '1.0' },
          id: 'closedwon',
          archived: false,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
          writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
        },
      ],
    },
    {
      label: 'Partners',
      displayOrder: 1,
      id: '18934',
      archived: false,
      createdAt: '2020-01-01T00:00:00Z',
      updatedAt: '2020-01-01T00:00:00Z',
      stages: [
        {
          label: 'Signed',
          displayOrder: 0,
          metadata: { probability: '1.0', isClosed: 'true' },
          id: '11348542',
          archived: false,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
        },
        {
          label: 'Won back',
          displayOrder: 1,
          metadata: { isClosed: 'false', probability: '1.0' },
          id: '11348543',
          archived: true,
          createdAt: '2020-01-01T00:00:00Z',
          updatedAt: '2020-01-01T00:00:00Z',
        },
      ],
    },
  ],
};
export const withoutAssociations = (id: string): void => {
  for (const [to, singular] of [
    ['companies', 'company'],
    ['contacts', 'contact'],
    ['line_items', 'line_item'],
    ['notes', 'note'],
  ] as const) {
    nock(host)
      .post(`/crm/v4/associations/deals/${to}/batch/read`, { inputs: [{ id }] })
      .reply(207, none(singular, id));
  }
};
