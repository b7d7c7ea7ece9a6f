import type { IconName } from './icons.tsx';

/** Four meanings and two quiet ones. A tone never stands alone: an icon or a word goes with it. */
export type Tone = 'neutral' | 'accent' | 'fine' | 'attention' | 'late' | 'blocked';

export interface Meaning {
  word: string;
  tone: Tone;
  icon: IconName;
}
