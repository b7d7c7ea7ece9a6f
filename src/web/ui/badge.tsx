import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import type { Meaning, Tone } from './tone.ts';
import './badge.css';

export function Badge({ meaning }: { meaning: Meaning }) {
  return (
    <Tag tone={meaning.tone} icon={meaning.icon}>
      {meaning.word}
    </Tag>
  );
}

export function Tag({
  tone = 'neutral',
  icon,
  children,
  title,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={`tag tone-${tone}`} title={title}>
      {icon && <Icon name={icon} size={14} />}
      <span>{children}</span>
    </span>
  );
}

/** A fact in the colour of its meaning, without a box: for dense rows. */
export function Fact({ tone, icon, children }: { tone: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span className={`fact tone-${tone}`}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}
