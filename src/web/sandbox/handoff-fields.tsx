import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { Deal, Property } from './sandbox-api.ts';
import { sandboxActions } from './sandbox-api.ts';
import { useAct } from './use-act.ts';

/** HubSpot's own fields and what Gangway writes are shown elsewhere; these are what sales fills in. */
const isHandoffField = ({ name, groupName, readOnly }: Property): boolean =>
  !readOnly &&
  !name.startsWith('gangway_') &&
  (groupName !== 'information' || name === 'amount' || name === 'dealtype');

const isLong = ({ type, name }: Property): boolean =>
  type === 'string' && /note|criteria|purchas|goal|risk|require/.test(name);

export function HandoffFields({ deal, properties }: { deal: Deal; properties: readonly Property[] }) {
  const { act, isBusy } = useAct();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const fields = properties.filter(isHandoffField);
  const valueOf = (name: string): string => typed[name] ?? deal.properties[name] ?? '';
  const changed = Object.entries(typed).filter(([name, value]) => value !== (deal.properties[name] ?? ''));
  const save = async () => {
    await act(() => sandboxActions.setProperties(deal.id, Object.fromEntries(changed)), 'Saved in the CRM');
    setTyped({});
  };
  if (fields.length === 0) return null;
  return (
    <details className="card sandbox-fold" open>
      <summary className="strong">What sales fills in</summary>
      <div className="sandbox-fold-body stack">
        {fields.map((property) => {
          const { name, label, options } = property;
          const set = (value: string) => setTyped((before) => ({ ...before, [name]: value }));
          return options.length > 0 ? (
            <SelectField
              key={name}
              label={label}
              value={valueOf(name) === '' ? 'empty' : valueOf(name)}
              onChange={(value) => set(value === 'empty' ? '' : value)}
              choices={[
                { key: 'empty', label: 'Empty' },
                ...options.map(({ value, label: words }) => ({ key: value, label: words })),
              ]}
            />
          ) : (
            <TextField
              key={name}
              label={label}
              lines={isLong(property) ? 2 : undefined}
              type={property.type === 'date' ? 'date' : 'text'}
              inputMode={property.type === 'number' ? 'decimal' : undefined}
              value={property.type === 'date' ? valueOf(name).slice(0, 10) : valueOf(name)}
              onChange={set}
            />
          );
        })}
        <div>
          <Button isPending={isBusy} isDisabled={changed.length === 0} onPress={() => void save()}>
            Save in the CRM
          </Button>
        </div>
      </div>
    </details>
  );
}
