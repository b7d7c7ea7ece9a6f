import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from './sandbox-server.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

describe('the fields of a HubSpot account', () => {
  it('are told with what they hold and whether they may be written', async () => {
    const { crm } = sandbox.hubspot();
    await crm.setUp();
    const fields = new Map((await crm.listFields('deal')).map((field) => [field.name, field]));
    expect(fields.get('contract_start_date')).toEqual({
      name: 'contract_start_date',
      label: 'Contract start',
      type: 'date',
      options: [],
      isWritable: true,
      isUnique: false,
    });
    expect(fields.get('segment')).toMatchObject({
      type: 'enumeration',
      options: [
        { value: 'smb', label: 'SMB' },
        { value: 'mid_market', label: 'Mid-market' },
        { value: 'enterprise', label: 'Enterprise' },
      ],
    });
    expect(fields.get('hs_is_closed_won')).toMatchObject({ type: 'boolean', isWritable: false });
    expect(fields.get('closedate')?.type).toBe('datetime');
    expect(fields.get('success_criteria')?.type).toBe('long_text');
    expect(fields.get('gangway_key')).toMatchObject({ type: 'text', isUnique: true });
  });

  it('may be telephone numbers, which are text', async () => {
    const property = { name: 'hotline', label: 'Hotline', groupName: 'gangway', fieldType: 'phonenumber' };
    const { crm } = sandbox.hubspot();
    await crm.setUp();
    await sandbox.api('POST', '/crm/v3/properties/deals', { ...property, type: 'phone_number' });
    expect((await crm.listFields('deal')).find(({ name }) => name === 'hotline')?.type).toBe('text');
  });

  it('are those of the company where it is asked for', async () => {
    const names = (await sandbox.hubspot().crm.listFields('company')).map(({ name }) => name);
    expect(names).toContain('industry');
    expect(names).not.toContain('dealstage');
    expect(names).toEqual([...names].sort());
  });

  it('are asked for anew each time: one that was made meanwhile is there', async () => {
    const { crm } = sandbox.hubspot();
    expect((await crm.listFields('company')).some(({ name }) => name === 'gangway_customer_status')).toBe(false);
    await crm.setUp();
    expect((await crm.listFields('company')).some(({ name }) => name === 'gangway_customer_status')).toBe(true);
  });
});
