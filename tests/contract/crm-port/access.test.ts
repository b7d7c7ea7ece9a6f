/** What our way of signing in may do, for each CRM the same. */
import { describe, expect, it } from 'vitest';
import { worlds } from './world.ts';

describe.each(worlds)('$name: what we may do', ({ start }) => {
  it('is told in the CRM’s own words, with nothing missing', async () => {
    const world = await start();
    const access = await world.crm.readAccess();
    await world.stop();
    expect(access?.scopes).toContain(world.crm.provider === 'hubspot' ? 'crm.objects.deals.write' : 'api');
    expect(access?.missing).toEqual([]);
    expect(access?.actsAs === null).toBe(world.crm.provider === 'hubspot');
  });
});
