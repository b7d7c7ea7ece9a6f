import { Button as AriaButton } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { FieldFoot, FieldHead, type FieldWords } from './field.tsx';
import { Icon } from './icons.tsx';
import './field.css';
import './select-field.css';
import './search-select.css';

export interface SearchChoice {
  key: string;
  /** what is searched in */
  label: string;
  detail?: string;
  /** why it cannot be chosen; it stands there all the same */
  why?: string | null;
}

interface SearchSelectProps extends FieldWords {
  choices: readonly SearchChoice[];
  value: string | null;
  onChange: (key: string) => void;
  placeholder?: string;
}

/** For lists that nobody wants to scroll through: typing narrows them. */
export function SearchSelect({ label, help, error, choices, value, onChange, placeholder }: SearchSelectProps) {
  return (
    <ComboBox
      className="field"
      isRequired
      isInvalid={error !== undefined}
      defaultItems={choices}
      value={value}
      allowsEmptyCollection
      menuTrigger="focus"
      onChange={(key) => {
        const choice = choices.find((candidate) => candidate.key === key);
        if (choice) onChange(choice.key);
      }}
    >
      <FieldHead label={label} />
      <div className="search-select">
        <Input className="control" placeholder={placeholder} />
        <AriaButton className="search-select-open">
          <Icon name="chevronDown" />
        </AriaButton>
      </div>
      <FieldFoot help={help} error={error} />
      <Popover className="list-popover" offset={4}>
        <section aria-label={label} className="list-region">
          <ListBox<SearchChoice>
            className="list"
            renderEmptyState={() => <span className="list-item soft">Nothing has this in its name</span>}
          >
            {({ key, label: words, detail, why }) => (
              <ListBoxItem id={key} textValue={words} isDisabled={Boolean(why)} className="list-item">
                <span className="list-words">
                  <span>{words}</span>
                  {detail && <span className="list-detail">{detail}</span>}
                  {why && (
                    <span className="list-why">
                      <Icon name="blocked" size={14} /> {why}
                    </span>
                  )}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </section>
      </Popover>
    </ComboBox>
  );
}
