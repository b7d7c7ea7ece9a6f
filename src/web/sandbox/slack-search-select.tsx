import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { FieldFoot, FieldHead, type FieldWords } from '../ui/field.tsx';
import type { SlackOption } from './slack-kit.ts';

interface SlackSearchSelectProps extends FieldWords {
  placeholder?: string | undefined;
  isRequired?: boolean;
  chosen: { value: string } | null;
  /** asks the app, as Slack does with each letter */
  suggest: (text: string) => Promise<SlackOption[]>;
  onChange: (option: SlackOption | null) => void;
}

/** A menu whose choices the app looks up while somebody types. */
export function SlackSearchSelect({
  label,
  help,
  error,
  placeholder,
  isRequired,
  chosen,
  suggest,
  onChange,
}: SlackSearchSelectProps) {
  const [text, setText] = useState(nameOf(chosen));
  const typed = chosen !== null && text === nameOf(chosen) ? '' : text;
  const { data: options = [] } = useQuery({
    queryKey: ['sandbox', 'slack', 'menu', label, typed],
    queryFn: () => suggest(typed),
    placeholderData: (before) => before,
  });
  return (
    <ComboBox
      className="field"
      isRequired={isRequired}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      menuTrigger="focus"
      inputValue={text}
      onInputChange={setText}
      value={chosen?.value ?? null}
      onChange={(key) => {
        const option = options.find(({ value }) => value === key) ?? null;
        onChange(option);
        if (option) setText(option.text.text);
      }}
    >
      <FieldHead label={label} isRequired={isRequired} />
      <Input className="control" placeholder={placeholder} />
      <FieldFoot help={help} error={error} />
      <Popover className="list-popover" offset={4}>
        <ListBox
          className="list"
          items={options.map(({ value, text: { text: name } }) => ({ id: value, name }))}
          renderEmptyState={() => <span className="soft">Nothing found</span>}
        >
          {({ id, name }) => (
            <ListBoxItem id={id} textValue={name} className="list-item">
              {name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

const nameOf = (option: { value: string } | null): string =>
  option && 'text' in option && typeof option.text === 'object' && option.text !== null && 'text' in option.text
    ? String(option.text.text)
    : '';
