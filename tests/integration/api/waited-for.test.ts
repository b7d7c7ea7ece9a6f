import { expect, it } from 'vitest';
import { patience } from '../../../src/db/waited-for.ts';
import { useTestApi } from './support/api.ts';
import { signedInAs } from './support/people.ts';

const waited: number[] = [];
const api = useTestApi(() => ({
  searchDeals: async () => {
    waited.push(patience(40_000));
    return { items: [], unanswered: [] };
  },
}));

it('whoever asks through the API waits for a CRM no longer than seconds', async () => {
  const headers = await signedInAs(api, 'member');
  expect((await api.fetch('/api/v1/crm/deals?search=acme', { headers })).status).toBe(200);
  expect(waited).toEqual([6_000]);
  expect(patience(40_000)).toBe(40_000);
});
