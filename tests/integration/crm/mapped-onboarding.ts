/** Before each test one onboarding of one won deal, in whichever CRM, and what is done with it and its mapping. */
import { beforeEach, expect } from 'vitest';
import type { Mapping } from '../../../src/domain/mapping/model.ts';
import { changeOnboarding, systemActor } from '../../../src/usecases/change-onboarding.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { activateVersion } from '../../../src/usecases/mapping/activate-mapping.ts';
import { saveMapping } from '../../../src/usecases/mapping/save-mapping.ts';
import type { CrmKind } from '../../contract/crm-port/world.ts';
import { mapping } from '../../unit/mapping/entries.ts';
import { connectForEachTest } from './connect-for-each-test.ts';

/** fields that RevOps made; names that are good in both CRMs */
export const noteField = 'note__c';
export const monthsField = 'months__c';

interface LedgerRow {
  direction: string;
  result: string;
  before: unknown;
  after: unknown;
  error: string | null;
  why: string;
}

export function mappedOnboarding(start: CrmKind['start'], playbooks?: string) {
  const connected = connectForEachTest(start, playbooks);
  let dealId = '';
  let onboardingId = '';
  let basedOn = 0;
  const { deps } = connected;
  const drain = () => drainCrmValues(deps(), connected.connectionId);
  /** an event told of the deal */
  const follow = (of = dealId): Promise<void> => connected.follow(of);
  beforeEach(async () => {
    basedOn = 0;
    const { world, db, connectionId } = connected;
    await world.addDealField(noteField, 'text');
    await world.addDealField(monthsField, 'number');
    ({ id: dealId } = await world.addDeal({
      company: 'Harbor Freight Lines',
      amount: 24_000,
      fields: { contract_term_months: '12', contract_start_date: '2090-01-01', [monthsField]: '24', region: 'EMEA' },
    }));
    await follow();
    const [row] = await db.query<{ id: string }>('SELECT id FROM onboardings WHERE connection_id = $1', [connectionId]);
    onboardingId = row?.id ?? '';
    await drain();
  });
  return {
    get db() {
      return connected.db;
    },
    get world() {
      return connected.world;
    },
    get connectionId() {
      return connected.connectionId;
    },
    get dealId() {
      return dealId;
    },
    get onboardingId() {
      return onboardingId;
    },
    deps,
    drain,
    follow,
    setByRep: (field: string, value: string) => connected.world.setField(dealId, field, value),
    async held(field: string): Promise<string | null> {
      const value = await connected.world.held(dealId, field);
      return value === null || value === undefined ? null : String(value);
    },
    /** the onboarding goes through its rules once, as its workflow does */
    advance: () => changeOnboarding(deps(), { onboardingId, actor: systemActor, signalWorkflow: false }),
    ledgerOf: (field: string) =>
      connected.db.query<LedgerRow>(
        'SELECT direction, result, before, after, error, why FROM sync_ledger WHERE connection_id = $1 AND field = $2 ORDER BY id',
        [connected.connectionId, field],
      ),
    /** a value of ours changed */
    want: (field: string, value: string | number) =>
      connected.db.query(
        `UPDATE crm_values SET value = $3, version = version + 1, state = 'pending' WHERE connection_id = $1 AND field = $2`,
        [connected.connectionId, field, JSON.stringify(value)],
      ),
    /** @returns how many onboardings follow it */
    async switchOn(over: Partial<Mapping>): Promise<number> {
      const { connectionId } = connected;
      const draft = { content: mapping(over), note: '', basedOn, byId: null };
      const { version, issues } = await saveMapping(deps(), connectionId, draft);
      expect(issues).toEqual([]);
      basedOn = version;
      return activateVersion(deps(), { connectionId, version, byId: null });
    },
  };
}
