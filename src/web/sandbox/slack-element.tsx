import { useContext } from 'react';
import { Button, buttonClass } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { Icon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { SelectField } from '../ui/select-field.tsx';
import type { SlackHeld } from './slack-api.ts';
import { choicesOf, optionOf, type SlackElement } from './slack-kit.ts';
import { SlackNames } from './slack-names.ts';

export interface SlackPressed {
  actionId: string;
  blockId?: string;
  held?: SlackHeld;
}

interface SlackElementProps {
  element: SlackElement;
  onPress: ((pressed: SlackPressed) => void) | null;
  isBusy: boolean;
}

const looks = { primary: 'primary', danger: 'danger' } as const;

/** What can be pressed or chosen from outside of a form; Slack tells the app at once. */
export function SlackElementView({ element, onPress, isBusy }: SlackElementProps) {
  const { people } = useContext(SlackNames);
  const actionId = element.action_id;
  const isDisabled = isBusy || onPress === null;
  const choose = (held: SlackHeld) => onPress?.({ actionId, held });
  const label = element.placeholder?.text ?? 'Choose';
  switch (element.type) {
    case 'button':
      // the address is opened by the browser; that it was pressed is told besides
      return element.url === undefined ? (
        <Button
          size="small"
          look={element.style && looks[element.style]}
          isDisabled={isDisabled}
          onPress={() => onPress?.({ actionId })}
        >
          {element.text.text}
        </Button>
      ) : (
        <a
          className={buttonClass({ size: 'small', look: element.style && looks[element.style] })}
          href={element.url}
          target="_blank"
          rel="noreferrer"
          onClick={() => onPress?.({ actionId })}
        >
          {element.text.text}
          <Icon name="external" size={14} />
        </a>
      );
    case 'overflow':
      return (
        <Menu
          label="More actions"
          actions={element.options.map((option) => ({
            label: option.text.text,
            onAction: () => choose({ selected_option: option }),
          }))}
        />
      );
    case 'static_select':
      return (
        <SelectField
          label={label}
          isInline
          placeholder={label}
          isDisabled={isDisabled}
          value={element.initial_option?.value ?? null}
          choices={choicesOf(element)}
          onChange={(value) => choose({ selected_option: optionOf(element, value) })}
        />
      );
    case 'users_select':
      return (
        <SelectField
          label={label}
          isInline
          placeholder={label}
          isDisabled={isDisabled}
          value={element.initial_user ?? null}
          choices={people.map(({ id, name }) => ({ key: id, label: name }))}
          onChange={(selected_user) => choose({ selected_user })}
        />
      );
    case 'datepicker':
      return (
        <DateField
          label={label}
          value={element.initial_date ?? null}
          onChange={(selected_date) => choose({ selected_date })}
        />
      );
    // in forms only
    case 'external_select':
    case 'plain_text_input':
      return null;
  }
}
