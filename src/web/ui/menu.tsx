import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import type { ReactNode } from 'react';
import { buttonClass } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';
import './select-field.css';

export interface MenuAction {
  label: string;
  icon?: IconName;
  detail?: string;
  isDanger?: boolean;
  hasLineAbove?: boolean;
  onAction: () => void;
}

interface MenuProps {
  label: string;
  actions: readonly MenuAction[];
  /** what is pressed; three dots if left out */
  trigger?: ReactNode;
  className?: string;
}

export function Menu({ label, actions, trigger, className }: MenuProps) {
  if (actions.length === 0) return null;
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={trigger ? undefined : label}
        className={className ?? (trigger ? buttonClass({}) : 'button button-secondary button-icon')}
      >
        {trigger ?? <Icon name="more" />}
      </AriaButton>
      <Popover className="list-popover" placement="bottom end" offset={4}>
        <AriaMenu
          className="list"
          aria-label={label}
          onAction={(key) => actions.find((action) => action.label === key)?.onAction()}
        >
          {actions.flatMap(({ label: words, icon, detail, isDanger, hasLineAbove }) => [
            hasLineAbove && <Separator key={`line-${words}`} className="list-separator" />,
            <MenuItem
              key={words}
              id={words}
              textValue={words}
              className={isDanger ? 'list-item list-item-danger' : 'list-item'}
            >
              {icon && <Icon name={icon} />}
              <span className="list-words">
                <span>{words}</span>
                {detail && <span className="list-detail">{detail}</span>}
              </span>
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
