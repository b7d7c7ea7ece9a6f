import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { write } from '../../api/client.ts';
import { dealsQuery, keys, playbooksQuery } from '../../api/queries.ts';
import type { Body, DealHit } from '../../api/types.ts';
import { DateField } from '../../ui/date-field.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Switch } from '../../ui/tabs.tsx';
import { say } from '../../ui/toast.tsx';
import { DealChoice } from './deal-choice.tsx';

interface Draft {
  accountName: string;
  playbookKey: string | null;
  kickoffOn: string | null;
  leadName: string;
  leadEmail: string;
}

const withoutDeal = (
  { accountName, playbookKey, kickoffOn, leadName, leadEmail }: Draft,
  playbook: string,
): Body<'startOnboarding'> => ({
  accountName,
  playbookKey: playbookKey ?? playbook,
  kickoffOn: kickoffOn ?? undefined,
  lead: leadName && leadEmail ? { name: leadName, email: leadEmail } : undefined,
});

/** By hand: from a deal before it is won, or without any. */
export function StartOnboarding({ onClose }: { onClose: () => void }) {
  const [from, setFrom] = useState<'deal' | 'nothing'>('deal');
  const [search, setSearch] = useState('');
  const [deal, setDeal] = useState<DealHit | null>(null);
  const [draft, setDraft] = useState<Draft>({
    accountName: '',
    playbookKey: null,
    kickoffOn: null,
    leadName: '',
    leadEmail: '',
  });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const deals = useQuery(dealsQuery(useDeferredValue(search)));
  const playbooks = useQuery(playbooksQuery).data?.items ?? [];
  const navigate = useNavigate();
  const queries = useQueryClient();
  const handedOver = from === 'deal' && deal?.handedOverAt ? deal : null;
  const start = async () => {
    const body =
      from === 'deal' && deal
        ? { connectionId: deal.connectionId, dealId: deal.dealId, after: handedOver?.onboardingId ?? undefined }
        : withoutDeal(draft, playbooks[0]?.key ?? '');
    const { onboardingId, created } = await write('startOnboarding', 'POST', '/onboardings', body);
    await queries.invalidateQueries({ queryKey: keys.portfolio });
    say(created ? 'The onboarding is started' : 'This deal has an onboarding already; here it is');
    await navigate({ to: '/console/onboardings/$onboardingId', params: { onboardingId } });
  };
  const isIncomplete =
    from === 'deal'
      ? deal === null
      : draft.accountName.trim() === '' || (draft.leadName !== '') !== (draft.leadEmail !== '');
  return (
    <FormDialog
      title="Start onboarding"
      verb={handedOver ? 'Start another one' : 'Start onboarding'}
      onClose={onClose}
      onSubmit={start}
      isIncomplete={isIncomplete}
    >
      <Switch
        label="Start from"
        value={from}
        onChange={setFrom}
        choices={[
          { key: 'deal', label: 'From a deal' },
          { key: 'nothing', label: 'Without a deal' },
        ]}
      />
      {from === 'deal' ? (
        <>
          <DealChoice search={search} onSearch={setSearch} deals={deals} chosen={deal} onChoose={setDeal} />
          {handedOver && (
            <p role="status">
              This deal’s onboarding was handed over <InstantText at={handedOver.handedOverAt} />. Start another one?
            </p>
          )}
        </>
      ) : (
        <>
          <TextField
            label="Customer"
            isRequired
            value={draft.accountName}
            onChange={(accountName) => set({ accountName })}
          />
          <SelectField
            label="Playbook"
            isRequired
            value={draft.playbookKey ?? playbooks[0]?.key ?? null}
            onChange={(playbookKey) => set({ playbookKey })}
            choices={playbooks.map(({ key, name, description }) => ({ key, label: name, detail: description }))}
          />
          <DateField
            label="Kickoff"
            isRequired={false}
            value={draft.kickoffOn}
            onChange={(kickoffOn) => set({ kickoffOn })}
          />
          <TextField
            label="Customer’s lead"
            isRequired={false}
            value={draft.leadName}
            onChange={(leadName) => set({ leadName })}
          />
          <TextField
            label="Lead’s email"
            isRequired={false}
            type="email"
            value={draft.leadEmail}
            onChange={(leadEmail) => set({ leadEmail })}
          />
        </>
      )}
    </FormDialog>
  );
}
