import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { sandboxActions } from './sandbox-api.ts';

interface NewDealDialogProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function NewDealDialog({ onClose, onCreated }: NewDealDialogProps) {
  const queries = useQueryClient();
  const [company, setCompany] = useState('');
  const [amount, setAmount] = useState('24000');
  const [firstName, setFirstName] = useState('');
  const [lastName, setLastName] = useState('');
  const [email, setEmail] = useState('');
  const create = async () => {
    const deal = await sandboxActions.createDeal({
      name: `${company}, new business`,
      properties: { amount, dealtype: 'newbusiness' },
      company: { name: company },
      contacts: email === '' ? [] : [{ email, firstName, lastName }],
    });
    await queries.invalidateQueries({ queryKey: ['sandbox'] });
    onCreated(deal.id);
  };
  return (
    <FormDialog
      title="New deal"
      verb="Create it"
      onClose={onClose}
      onSubmit={create}
      isIncomplete={company.trim() === ''}
    >
      <TextField label="Company" isRequired value={company} onChange={setCompany} />
      <TextField label="Amount" isRequired={false} inputMode="decimal" value={amount} onChange={setAmount} />
      <TextField label="Contact’s first name" isRequired={false} value={firstName} onChange={setFirstName} />
      <TextField label="Contact’s last name" isRequired={false} value={lastName} onChange={setLastName} />
      <TextField
        label="Contact’s email"
        isRequired={false}
        type="email"
        value={email}
        onChange={setEmail}
        help="Leave it empty to see what happens without contacts."
      />
    </FormDialog>
  );
}
