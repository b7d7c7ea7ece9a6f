import { useQuery } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/field.tsx';
import { faultsQuery, type Faults, limitsQuery, sandboxActions, webhooksQuery } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

type Rule = Faults['rules'][number];

const crmRule = (id: string, kind: Rule['kind'], rest: Partial<Rule> = {}): Rule => ({
  id,
  kind,
  status: 500,
  category: 'CONFLICT',
  delayMs: 8_000,
  share: 1,
  afterwards: false,
  ...rest,
});
const crmRules: readonly { rule: Rule; words: string }[] = [
  { rule: crmRule('page-500', 'status'), words: 'Answers 500 to everything' },
  { rule: crmRule('page-timeout', 'timeout'), words: 'Never answers' },
  { rule: crmRule('page-slow', 'slow'), words: 'Answers after 8 seconds' },
  { rule: crmRule('page-lost', 'drop', { afterwards: true }), words: 'Does it, but the answer is lost' },
  {
    rule: crmRule('page-lock', 'status', { status: 423, path: 'batch/update' }),
    words: 'What is written to is locked: 423',
  },
  { rule: crmRule('page-move', 'status', { status: 477 }), words: 'The account is being moved: 477' },
  { rule: crmRule('page-part', 'record', { share: 0.5 }), words: 'Every other record is refused: 207' },
  { rule: crmRule('page-part-200', 'left_out', { share: 0.5 }), words: 'Every other record is left out of a 200' },
];
const toggled = (rules: readonly Rule[], rule: Rule, isOn: boolean): Rule[] => [
  ...rules.filter(({ id }) => id !== rule.id),
  ...(isOn ? [rule] : []),
];

/** What can go wrong in HubSpot and on the way from it, at the press of a switch. */
export function HubSpotFaults() {
  const { act, isBusy } = useAct();
  const faults = useQuery(faultsQuery).data;
  const limits = useQuery(limitsQuery).data;
  const webhooks = useQuery(webhooksQuery).data?.settings;
  return (
    <>
      {faults && (
        <fieldset className="card card-body switches" disabled={isBusy}>
          <legend>HubSpot</legend>
          <CheckField
            isSelected={faults.troubled !== 0}
            onChange={(isOn) =>
              void act(() => sandboxActions.setFaults({ ...faults, troubled: isOn ? 'oneInThree' : 0 }))
            }
          >
            Fails one call in three: 429, 500 or nothing
          </CheckField>
          {crmRules.map(({ rule, words }) => (
            <CheckField
              key={words}
              isSelected={faults.rules.some(({ id }) => id === rule.id)}
              onChange={(isOn) =>
                void act(() => sandboxActions.setFaults({ ...faults, rules: toggled(faults.rules, rule, isOn) }))
              }
            >
              {words}
            </CheckField>
          ))}
          <CheckField
            isSelected={faults.tokensRevoked}
            onChange={(tokensRevoked) => void act(() => sandboxActions.setFaults({ ...faults, tokensRevoked }))}
          >
            Access is revoked
          </CheckField>
          <CheckField
            isSelected={faults.signInError !== null}
            onChange={(isOn) =>
              void act(() => sandboxActions.setFaults({ ...faults, signInError: isOn ? 'invalid_grant' : null }))
            }
          >
            The consent was withdrawn: no new tokens
          </CheckField>
          {limits && (
            <CheckField
              isSelected={limits.enabled}
              onChange={(enabled) => void act(() => sandboxActions.setLimits({ ...limits, enabled }))}
            >
              Rate limits as in the real one
            </CheckField>
          )}
          <div>
            <Button
              size="small"
              onPress={() => void act(() => sandboxActions.endTokens(), 'Every token of a consent ended')}
            >
              End all tokens once
            </Button>
          </div>
        </fieldset>
      )}
      {webhooks && (
        <fieldset className="card card-body switches" disabled={isBusy}>
          <legend>HubSpot’s webhooks</legend>
          <CheckField
            isSelected={webhooks.dropShare !== 0}
            onChange={(isOn) => void act(() => sandboxActions.setWebhooks({ ...webhooks, dropShare: isOn ? 1 : 0 }))}
          >
            Are lost
          </CheckField>
          <CheckField
            isSelected={webhooks.duplicateShare !== 0}
            onChange={(isOn) =>
              void act(() => sandboxActions.setWebhooks({ ...webhooks, duplicateShare: isOn ? 1 : 0 }))
            }
          >
            Come twice
          </CheckField>
          <CheckField
            isSelected={webhooks.shuffled}
            onChange={(shuffled) => void act(() => sandboxActions.setWebhooks({ ...webhooks, shuffled }))}
          >
            Come out of order
          </CheckField>
        </fieldset>
      )}
    </>
  );
}
