import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';

interface AddProductProps {
  add: (product: { name: string; quantity: number; price: number }) => Promise<unknown>;
  onClose: () => void;
}

/** To a deal or an opportunity, whose amount follows. */
export function AddProductDialog({ add, onClose }: AddProductProps) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [quantity, setQuantity] = useState('1');
  const [unitPrice, setUnitPrice] = useState('100');
  const submit = async () => {
    await add({ name, quantity: Number(quantity), price: Number(unitPrice) });
    await queries.invalidateQueries({ queryKey: ['sandbox'] });
    onClose();
  };
  const isWrong = [quantity, unitPrice].some((value) => value === '' || Number.isNaN(Number(value)));
  return (
    <FormDialog
      title="Add a product"
      verb="Add"
      onClose={onClose}
      onSubmit={submit}
      isIncomplete={name.trim() === '' || isWrong}
    >
      <TextField label="Product" isRequired value={name} onChange={setName} />
      <TextField label="Quantity" isRequired inputMode="decimal" value={quantity} onChange={setQuantity} />
      <TextField label="Unit price" isRequired inputMode="decimal" value={unitPrice} onChange={setUnitPrice} />
    </FormDialog>
  );
}
