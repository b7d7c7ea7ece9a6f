/** What the organisation says of itself: its limits and its resources. */
import type { CallLimits } from './limits.ts';
import type { Route } from './routes.ts';
import type { OrgState } from './state.ts';

export const versions = ['60.0', '61.0', '62.0', '63.0', '64.0', '65.0', '66.0', '67.0'] as const;
const seasons = [
  "Spring '24",
  "Summer '24",
  "Winter '25",
  "Spring '25",
  "Summer '25",
  "Winter '26",
  "Spring '26",
  "Summer '26",
];

export const versionList = () =>
  versions.map((version, index) => ({ label: seasons[index] ?? '', url: `/services/data/v${version}`, version }));

/** The organisation has one currency, so no record has a field for it. */
const features = { chatter: true, defaultCurrencyIsoCode: 'USD', multiCurrency: false };

export function accountRoutes(state: OrgState, limits: CallLimits): Route[] {
  return [
    {
      method: 'GET',
      path: 'connect/organization',
      handle: () => ({
        status: 200,
        body: { orgId: state.organizationId, features },
      }),
    },
    {
      method: 'GET',
      path: 'limits',
      handle: () => ({
        status: 200,
        body: {
          DailyApiRequests: { Max: state.limits.daily, Remaining: Math.max(0, state.limits.daily - limits.used()) },
          DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
          DataStorageMB: { Max: 1_024, Remaining: 1_000 },
          FileStorageMB: { Max: 10_240, Remaining: 10_200 },
          HourlyTimeBasedWorkflow: { Max: 1_000, Remaining: 1_000 },
        },
      }),
    },
  ];
}
