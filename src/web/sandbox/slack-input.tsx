import { useContext } from 'react';
import { DateField } from '../ui/date-field.tsx';
import { TextField } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { choicesOf, type InputBlock, optionOf } from './slack-kit.ts';
import { SlackNames } from './slack-names.ts';
import { SlackSearchSelect } from './slack-search-select.tsx';
import type { SlackForm } from './use-slack-form.ts';

interface SlackInputProps {
  input: InputBlock;
  form: SlackForm;
}

/** A field of a modal; what it was opened with stands in it until something else is chosen. */
export function SlackInput({ input, form }: SlackInputProps) {
  const { people } = useContext(SlackNames);
  const { element, block_id: blockId } = input;
  const held = form.heldIn(blockId, element.action_id);
  const hold = (value: typeof held) => form.hold(blockId, element.action_id, value);
  const words = {
    label: input.label.text,
    help: input.hint?.text,
    error: form.errors[blockId],
    isRequired: !input.optional,
  };
  switch (element.type) {
    case 'plain_text_input':
      return (
        <TextField
          {...words}
          lines={element.multiline ? 4 : undefined}
          maxLength={element.max_length}
          placeholder={element.placeholder?.text}
          value={held.value ?? element.initial_value ?? ''}
          onChange={(value) => hold({ value })}
        />
      );
    case 'static_select':
      return (
        <SelectField
          {...words}
          placeholder={element.placeholder?.text}
          value={held.selected_option?.value ?? element.initial_option?.value ?? null}
          choices={choicesOf(element)}
          onChange={(value) => hold({ selected_option: optionOf(element, value) })}
        />
      );
    case 'external_select':
      return (
        <SlackSearchSelect
          {...words}
          placeholder={element.placeholder?.text}
          chosen={held.selected_option ?? element.initial_option ?? null}
          suggest={(text) => form.suggest(element.action_id, text)}
          onChange={(option) => hold({ selected_option: option })}
        />
      );
    case 'users_select':
      return (
        <SelectField
          {...words}
          placeholder={element.placeholder?.text}
          value={held.selected_user ?? element.initial_user ?? null}
          choices={people.map(({ id, name }) => ({ key: id, label: name }))}
          onChange={(selected_user) => hold({ selected_user })}
        />
      );
    case 'datepicker':
      return (
        <DateField
          {...words}
          value={held.selected_date === undefined ? (element.initial_date ?? null) : held.selected_date}
          onChange={(selected_date) => hold({ selected_date })}
        />
      );
    case 'button':
    case 'overflow':
      return null;
  }
}
