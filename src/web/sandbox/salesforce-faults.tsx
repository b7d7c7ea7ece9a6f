import { useQuery } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/field.tsx';
import {
  outboundQuery,
  salesforceActions,
  type SalesforceFault,
  salesforceFaultsQuery,
  salesforceLimitsQuery,
} from './salesforce-api.ts';
import { useAct } from './use-act.ts';

const rule = (id: string, kind: SalesforceFault['kind'], rest: Partial<SalesforceFault> = {}): SalesforceFault => ({
  id,
  kind,
  status: 500,
  errorCode: 'UNABLE_TO_LOCK_ROW',
  fields: [],
  delayMs: 8_000,
  share: 1,
  afterwards: false,
  ...rest,
});
const rules: readonly { rule: SalesforceFault; words: string }[] = [
  { rule: rule('page-503', 'error', { errorCode: 'SERVER_UNAVAILABLE' }), words: 'Answers 503 to everything' },
  { rule: rule('page-timeout', 'timeout'), words: 'Never answers' },
  { rule: rule('page-slow', 'slow'), words: 'Answers after 8 seconds' },
  { rule: rule('page-lost', 'drop', { afterwards: true }), words: 'Does it, but the answer is lost' },
  { rule: rule('page-lock', 'record', { share: 0.5 }), words: 'Every other record is locked' },
  {
    rule: rule('page-validation', 'record', {
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      object: 'Opportunity',
      method: 'PATCH',
    }),
    words: 'A validation rule refuses opportunities',
  },
];

/** What can go wrong in Salesforce, at the press of a switch. */
export function SalesforceFaults() {
  const { act, isBusy } = useAct();
  const faults = useQuery(salesforceFaultsQuery).data;
  const limits = useQuery(salesforceLimitsQuery).data;
  if (!faults || !limits) return null;
  const toggle = (one: SalesforceFault, isOn: boolean): SalesforceFault[] => [
    ...faults.rules.filter(({ id }) => id !== one.id),
    ...(isOn ? [one] : []),
  ];
  return (
    <fieldset className="card card-body switches" disabled={isBusy}>
      <legend>Salesforce</legend>
      <CheckField
        isSelected={faults.troubled !== 0}
        onChange={(isOn) =>
          void act(() => salesforceActions.setFaults({ ...faults, troubled: isOn ? 'oneInThree' : 0 }))
        }
      >
        Fails one call in three: 503, 500 or nothing
      </CheckField>
      {rules.map(({ rule: one, words }) => (
        <CheckField
          key={words}
          isSelected={faults.rules.some(({ id }) => id === one.id)}
          onChange={(isOn) => void act(() => salesforceActions.setFaults({ ...faults, rules: toggle(one, isOn) }))}
        >
          {words}
        </CheckField>
      ))}
      <CheckField
        isSelected={faults.areSessionsRefused}
        onChange={(areSessionsRefused) =>
          void act(() => salesforceActions.setFaults({ ...faults, areSessionsRefused }))
        }
      >
        Every session is refused: 401 even after signing in
      </CheckField>
      <CheckField
        isSelected={faults.signInError !== null}
        onChange={(isOn) =>
          void act(() => salesforceActions.setFaults({ ...faults, signInError: isOn ? 'invalid_client' : null }))
        }
      >
        The client secret was rotated
      </CheckField>
      <CheckField
        isSelected={limits.used >= limits.daily}
        onChange={(isOn) => void act(() => salesforceActions.setLimits(limits, isOn ? limits.daily : 0))}
      >
        The day’s {limits.daily.toLocaleString('en-GB')} calls are used up
      </CheckField>
      <div>
        <Button size="small" onPress={() => void act(() => salesforceActions.expireSessions(), 'Every session ended')}>
          End all sessions once
        </Button>
      </div>
    </fieldset>
  );
}

/** What can happen to outbound messages on their way. */
export function OutboundFaults() {
  const { act, isBusy } = useAct();
  const settings = useQuery(outboundQuery).data?.settings;
  if (!settings) return null;
  const set = (change: Partial<typeof settings>) =>
    void act(() => salesforceActions.setOutbound({ ...settings, ...change }));
  return (
    <fieldset className="card card-body switches" disabled={isBusy}>
      <legend>Outbound messages</legend>
      <CheckField isSelected={settings.dropShare !== 0} onChange={(isOn) => set({ dropShare: isOn ? 1 : 0 })}>
        Are lost
      </CheckField>
      <CheckField isSelected={settings.duplicateShare !== 0} onChange={(isOn) => set({ duplicateShare: isOn ? 1 : 0 })}>
        Come twice
      </CheckField>
      <CheckField isSelected={settings.isShuffled} onChange={(isShuffled) => set({ isShuffled })}>
        Come out of order
      </CheckField>
      <CheckField isSelected={!settings.enabled} onChange={(isOn) => set({ enabled: !isOn })}>
        Are kept back
      </CheckField>
    </fieldset>
  );
}
