import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { salesforceActions } from './salesforce-api.ts';

interface NewOpportunityDialogProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function NewOpportunityDialog({ onClose, onCreated }: NewOpportunityDialogProps) {
  const queries = useQueryClient();
  const [account, setAccount] = useState('');
  const [amount, setAmount] = useState('24000');
  const [lastName, setLastName] = useState('');
  const [email, setEmail] = useState('');
  const create = async () => {
    const { id } = await salesforceActions.create({
      name: `${account}, new business`,
      ...(amount !== '' && { amount: Number(amount) }),
      account: { name: account },
      contacts:
        lastName === '' ? [] : [{ lastName, ...(email !== '' && { email }), role: 'Project Lead', isPrimary: true }],
    });
    await queries.invalidateQueries({ queryKey: ['sandbox'] });
    onCreated(id);
  };
  return (
    <FormDialog
      title="New opportunity"
      verb="Create it"
      onClose={onClose}
      onSubmit={create}
      isIncomplete={account.trim() === '' || Number.isNaN(Number(amount))}
    >
      <TextField label="Account" isRequired value={account} onChange={setAccount} />
      <TextField label="Amount" isRequired={false} inputMode="decimal" value={amount} onChange={setAmount} />
      <TextField
        label="Contact’s last name"
        isRequired={false}
        value={lastName}
        onChange={setLastName}
        help="Leave it empty to see what happens without contact roles."
      />
      <TextField label="Contact’s email" isRequired={false} type="email" value={email} onChange={setEmail} />
    </FormDialog>
  );
}
