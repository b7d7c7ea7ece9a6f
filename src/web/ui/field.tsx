import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Icon } from './icons.tsx';
import './field.css';

export interface FieldWords {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
}

export function FieldHead({ label, isRequired = true }: { label: string; isRequired?: boolean | undefined }) {
  return (
    <Label className="field-label">
      {label}
      {!isRequired && <span className="field-optional"> optional</span>}
    </Label>
  );
}

export function FieldFoot({ help, error }: Pick<FieldWords, 'help' | 'error'>) {
  return (
    <>
      {help && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </>
  );
}

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'>, FieldWords {
  placeholder?: string;
  /** lines of a longer text */
  lines?: number;
}

export function TextField({ label, help, error, placeholder, lines, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} className="field" isInvalid={error !== undefined || rest.isInvalid === true}>
      <FieldHead label={label} isRequired={rest.isRequired} />
      {lines ? (
        <TextArea className="control" rows={lines} placeholder={placeholder} />
      ) : (
        <Input className="control" placeholder={placeholder} />
      )}
      {help && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

interface SearchFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}

/** Its label is spoken, not shown: the magnifier says it. */
export function SearchField({ label, value, onChange, placeholder }: SearchFieldProps) {
  return (
    <AriaSearchField className="search" aria-label={label} value={value} onChange={onChange}>
      <Icon name="search" />
      <Input className="control" placeholder={placeholder ?? label} />
      {value !== '' && (
        <AriaButton className="search-clear">
          <Icon name="close" size={14} label="Clear" />
        </AriaButton>
      )}
    </AriaSearchField>
  );
}

interface CheckFieldProps {
  children: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
}

export function CheckField({ children, ...rest }: CheckFieldProps) {
  return (
    <Checkbox {...rest} className="check">
      <span className="check-box">
        <Icon name="check" size={14} />
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
