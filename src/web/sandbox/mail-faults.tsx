import { useQuery } from '@tanstack/react-query';
import { CheckField } from '../ui/field.tsx';
import { mailFaultsQuery, type MailFaults as Faults, sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

type MailRule = Faults['rules'][number];

const mailRule = (id: string, kind: MailRule['kind'], at: MailRule['at'] = 'rcpt'): MailRule => ({
  id,
  kind,
  at,
  delayMs: 8_000,
});
const mailRules: readonly { rule: MailRule; words: string }[] = [
  { rule: mailRule('page-defer', 'defer'), words: 'Says “try later” (451)' },
  { rule: mailRule('page-refuse', 'refuse'), words: 'Refuses every address (550)' },
  { rule: mailRule('page-policy', 'policy'), words: 'Allows no address by policy (550 5.7.1)' },
  { rule: mailRule('page-drop', 'drop', 'data'), words: 'Cuts the line after taking a mail' },
  { rule: mailRule('page-bounce', 'bounce'), words: 'Takes mails and sends them back' },
];

const toggled = (rules: readonly MailRule[], rule: MailRule, isOn: boolean): MailRule[] => [
  ...rules.filter(({ id }) => id !== rule.id),
  ...(isOn ? [rule] : []),
];

/** What can happen to a mail on its way, at the press of a switch. */
export function MailFaults() {
  const { act, isBusy } = useAct();
  const mail = useQuery(mailFaultsQuery).data;
  if (!mail) return null;
  return (
    <fieldset className="card card-body switches" disabled={isBusy}>
      <legend>The mail relay</legend>
      {mailRules.map(({ rule, words }) => (
        <CheckField
          key={words}
          isSelected={mail.rules.some(({ id }) => id === rule.id)}
          onChange={(isOn) => void act(() => sandboxActions.setMailFaults({ rules: toggled(mail.rules, rule, isOn) }))}
        >
          {words}
        </CheckField>
      ))}
    </fieldset>
  );
}
