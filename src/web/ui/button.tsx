import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { Icon, type IconName } from './icons.tsx';
import './button.css';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'normal' | 'large';

interface Look {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: IconName;
}

/** The class of anything that looks like a button; links use it as well. */
export const buttonClass = ({ look = 'secondary', size = 'normal' }: Look): string =>
  `button button-${look} button-${size}`;

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'>, Look {
  children: ReactNode;
  isWide?: boolean;
}

export function Button({ look, size, icon, isWide = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`${buttonClass({ look, size })}${isWide ? ' button-wide' : ''}`}>
      {icon && <Icon name={icon} />}
      <span className="button-words">{children}</span>
      {rest.isPending && <ProgressBar className="visually-hidden" aria-label="Working" isIndeterminate />}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: IconName;
  label: string;
}

/** For icons that everybody knows; anything else has a word beside it. */
export function IconButton({ icon, label, ...rest }: IconButtonProps) {
  return (
    <AriaButton {...rest} aria-label={label} className="button button-quiet button-icon">
      <Icon name={icon} />
    </AriaButton>
  );
}
