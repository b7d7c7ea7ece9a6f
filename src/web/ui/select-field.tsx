import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { FieldFoot, FieldHead, type FieldWords } from './field.tsx';
import { Icon, type IconName } from './icons.tsx';
import './field.css';
import './select-field.css';

export interface Choice<K extends string> {
  key: K;
  label: string;
  detail?: string | undefined;
  icon?: IconName;
}

interface SelectFieldProps<K extends string> extends FieldWords {
  choices: readonly Choice<K>[];
  value: K | null;
  onChange: (value: K) => void;
  isRequired?: boolean;
  isDisabled?: boolean;
  /** the label is spoken only: in toolbars and rows */
  isInline?: boolean;
  placeholder?: string;
}

export function SelectField<K extends string>({
  label,
  help,
  error,
  choices,
  value,
  onChange,
  isRequired,
  isDisabled,
  isInline,
  placeholder = 'Choose',
}: SelectFieldProps<K>) {
  return (
    <Select
      className={isInline ? 'field select-inline' : 'field'}
      value={value}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      isDisabled={isDisabled}
      placeholder={placeholder}
      onChange={(key) => {
        const choice = choices.find((candidate) => candidate.key === key);
        if (choice) onChange(choice.key);
      }}
    >
      {isInline ? (
        <Label className="visually-hidden">{label}</Label>
      ) : (
        <FieldHead label={label} isRequired={isRequired} />
      )}
      <AriaButton className="control select-control">
        <SelectValue className="select-value" />
        <Icon name="chevronDown" />
      </AriaButton>
      <FieldFoot help={help} error={error} />
      <Popover className="list-popover" offset={4}>
        <ListBox className="list" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.key} textValue={choice.label} className="list-item">
              {choice.icon && <Icon name={choice.icon} />}
              <span className="list-words">
                <span>{choice.label}</span>
                {choice.detail && <span className="list-detail">{choice.detail}</span>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
