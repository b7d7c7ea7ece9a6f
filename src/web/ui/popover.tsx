import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import './popover.css';

interface PopoverProps {
  /** what is pressed; should look like what it explains */
  trigger: ReactNode;
  /** names what opens */
  label: string;
  /** spoken after the trigger’s own words */
  hint?: string;
  children: ReactNode;
}

/** Says more about the thing that was pressed. Never holds what one needs to see. */
export function Popover({ trigger, label, hint = 'Show more', children }: PopoverProps) {
  return (
    <DialogTrigger>
      <AriaButton className="popover-trigger">
        {trigger}
        <span className="visually-hidden">. {hint}</span>
      </AriaButton>
      <AriaPopover className="popover" offset={6}>
        <Dialog className="popover-dialog" aria-label={label}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
