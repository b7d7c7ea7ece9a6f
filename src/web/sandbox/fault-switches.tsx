import { useQuery } from '@tanstack/react-query';
import { CheckField } from '../ui/field.tsx';
import {
  faultsQuery,
  type Faults,
  limitsQuery,
  mailFaultsQuery,
  type MailFaults,
  sandboxActions,
  webhooksQuery,
} from './sandbox-api.ts';
import { useAct } from './use-act.ts';

type Rule = Faults['rules'][number];
type MailRule = MailFaults['rules'][number];

const crmRule = (id: string, kind: Rule['kind'], status = 500): Rule => ({
  id,
  kind,
  status,
  delayMs: 8_000,
  share: 1,
  afterwards: false,
});
const crmRules: readonly { rule: Rule; words: string }[] = [
  { rule: crmRule('page-500', 'status'), words: 'Answers 500 to everything' },
  { rule: crmRule('page-timeout', 'timeout'), words: 'Never answers' },
  { rule: crmRule('page-slow', 'slow'), words: 'Answers after 8 seconds' },
  { rule: { ...crmRule('page-lost', 'drop'), afterwards: true }, words: 'Does it, but the answer is lost' },
];
const mailRule = (id: string, kind: MailRule['kind'], at: MailRule['at'] = 'rcpt'): MailRule => ({
  id,
  kind,
  at,
  delayMs: 8_000,
});
const mailRules: readonly { rule: MailRule; words: string }[] = [
  { rule: mailRule('page-defer', 'defer'), words: 'Says “try later” (451)' },
  { rule: mailRule('page-refuse', 'refuse'), words: 'Refuses every address (550)' },
  { rule: mailRule('page-drop', 'drop', 'data'), words: 'Cuts the line after taking a mail' },
  { rule: mailRule('page-bounce', 'bounce'), words: 'Takes mails and sends them back' },
];

const toggled = <R extends { id?: string | undefined }>(rules: readonly R[], rule: R, isOn: boolean): R[] => [
  ...rules.filter(({ id }) => id !== rule.id),
  ...(isOn ? [rule] : []),
];

/** What can go wrong outside, at the press of a switch. */
export function FaultSwitches() {
  const { act, isBusy } = useAct();
  const faults = useQuery(faultsQuery).data;
  const limits = useQuery(limitsQuery).data;
  const webhooks = useQuery(webhooksQuery).data?.settings;
  const mail = useQuery(mailFaultsQuery).data;
  return (
    <>
      {faults && (
        <fieldset className="card card-body switches" disabled={isBusy}>
          <legend>The CRM</legend>
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
          {limits && (
            <CheckField
              isSelected={limits.enabled}
              onChange={(enabled) => void act(() => sandboxActions.setLimits({ ...limits, enabled }))}
            >
              Rate limits as HubSpot has them
            </CheckField>
          )}
        </fieldset>
      )}
      {webhooks && (
        <fieldset className="card card-body switches" disabled={isBusy}>
          <legend>Webhooks</legend>
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
      {mail && (
        <fieldset className="card card-body switches" disabled={isBusy}>
          <legend>The mail relay</legend>
          {mailRules.map(({ rule, words }) => (
            <CheckField
              key={words}
              isSelected={mail.rules.some(({ id }) => id === rule.id)}
              onChange={(isOn) =>
                void act(() => sandboxActions.setMailFaults({ rules: toggled(mail.rules, rule, isOn) }))
              }
            >
              {words}
            </CheckField>
          ))}
        </fieldset>
      )}
    </>
  );
}
