/** An administrator disconnects, or pauses, while Gangway is at it: that is no refusal by the CRM. On both CRMs. */
import { describe, expect, it } from 'vitest';
import { setConnectionStatus } from '../../../src/db/connections.ts';
import { AppError } from '../../../src/errors.ts';
import { drainCrmValues } from '../../../src/usecases/crm/drain-crm-values.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { mappedOnboarding } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);

  it.each(['crm_revoked', 'integration_off'] as const)(
    'the call that meets %s leaves it disconnected, and alarms nobody',
    async (code) => {
      await on.want('gangway_progress', 40);
      const crm = {
        ...on.world.crm,
        writeFields: async () => {
          await setConnectionStatus(on.db, on.connectionId, 'paused', 'Disconnected by Ana', new Date());
          throw new AppError(code, { message: 'The token was revoked' });
        },
      };
      await drainCrmValues(on.deps(crm), on.connectionId);
      const [connection] = await on.db.query('SELECT status, status_reason FROM crm_connections WHERE id = $1', [
        on.connectionId,
      ]);
      expect(connection).toEqual({ status: 'paused', status_reason: 'Disconnected by Ana' });
      expect(await on.db.query('SELECT kind FROM alerts WHERE subject_id = $1', [on.connectionId])).toEqual([]);
    },
  );
});
