import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { salesforceActions } from './salesforce-api.ts';

interface AddDialogProps {
  /** of the opportunity */
  id: string;
  onClose: () => void;
}

const roles = ['Project Lead', 'Executive Sponsor', 'Technical Lead', 'Business User', 'Decision Maker', 'Other'];

export function AddContactDialog({ id, onClose }: AddDialogProps) {
  const queries = useQueryClient();
  const [firstName, setFirstName] = useState('');
  const [lastName, setLastName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('Project Lead');
  const add = async () => {
    await salesforceActions.addContactRole(id, { firstName, lastName, role, ...(email !== '' && { email }) });
    await queries.invalidateQueries({ queryKey: ['sandbox'] });
    onClose();
  };
  return (
    <FormDialog title="Add a contact" verb="Add" onClose={onClose} onSubmit={add} isIncomplete={lastName.trim() === ''}>
      <TextField label="First name" isRequired={false} value={firstName} onChange={setFirstName} />
      <TextField label="Last name" isRequired value={lastName} onChange={setLastName} />
      <TextField label="Email" isRequired={false} type="email" value={email} onChange={setEmail} />
      <SelectField
        label="Role"
        value={role}
        onChange={setRole}
        choices={roles.map((one) => ({ key: one, label: one }))}
      />
    </FormDialog>
  );
}
