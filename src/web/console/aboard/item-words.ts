import type { BackfillItem } from '../../api/types.ts';
import type { Meaning } from '../../ui/tone.ts';
import { plural } from '../../ui/words.ts';

export type Preview = NonNullable<BackfillItem['preview']>;

export const itemMeanings: Record<BackfillItem['state'], Meaning> = {
  open: { word: 'Can be taken over', tone: 'neutral', icon: 'circle' },
  chosen: { word: 'Its turn comes', tone: 'attention', icon: 'clock' },
  started: { word: 'Aboard', tone: 'fine', icon: 'circleCheck' },
  left: { word: 'Left as it is', tone: 'neutral', icon: 'minus' },
  failed: { word: 'Failed', tone: 'late', icon: 'alert' },
};
/** of one that was chosen */
export const stoppedBefore: Meaning = { word: 'Not taken over: stopped', tone: 'attention', icon: 'pause' };

export const isOpen = ({ state }: BackfillItem): boolean => state === 'open' || state === 'failed';
/** One that a rule leaves alone may get another playbook. */
export const mayChoose = (item: BackfillItem): boolean =>
  isOpen(item) || (item.state === 'left' && item.onboardingId === null);

/** What somebody should know before taking it over. @param mostNamed of each kind; the others are counted */
export function cautions(
  { unmatched, unknownOwners, unreadDates, problems }: Preview,
  mostNamed = Number.POSITIVE_INFINITY,
): string[] {
  const named = (all: string[]): string =>
    all.length > mostNamed
      ? `${all.slice(0, mostNamed).join(', ')} and ${all.length - mostNamed} more`
      : all.join(', ');
  return [
    ...(unmatched.length > 0 ? [`The plan has no task called ${named(unmatched)}`] : []),
    ...(unknownOwners.length > 0
      ? [`Nobody who may have their tasks goes by ${named(unknownOwners)}; these keep the plan’s owner`]
      : []),
    ...(unreadDates.length > 0 ? [`No date could be read from ${named(unreadDates)}`] : []),
    ...problems.slice(0, mostNamed),
  ];
}

export const writesInWords = ({ values, writes, effects }: Preview): string => {
  if (values.length + effects.length === 0) return writes > 0 ? plural(writes, 'value') : 'nothing';
  return [plural(values.length, 'value'), ...(effects.length > 0 ? [plural(effects.length, 'record')] : [])].join(', ');
};

export const toldInWords = ({ told }: Preview): string => (told === 0 ? 'Nobody' : plural(told, 'message'));
