/** What somebody may do about a blocker by one press beside it. */
import type { OnboardingStatus, Side, StaffRole } from './model.ts';
import { askedCommands, staffCommands } from './permissions.ts';

const commandOf = { resolve: 'resolve', expect: 'set-expected' } as const;
export type BlockerPress = keyof typeof commandOf;
const blockerPresses: readonly BlockerPress[] = ['resolve', 'expect'];

export interface BlockerPressContext {
  isResolved: boolean;
  onboardingStatus: OnboardingStatus;
  person: { side: Side; staffRole: StaffRole | null };
  /** the blocker names them, or they were written to about it */
  isAsked: boolean;
}

/** Pressing is authorised again: this only leaves out what would be refused. */
export function blockerPressesFor({
  isResolved,
  onboardingStatus,
  person,
  isAsked,
}: BlockerPressContext): BlockerPress[] {
  if (isResolved) return [];
  const may = [
    ...(isAsked ? askedCommands(onboardingStatus) : []),
    ...(person.side === 'team' ? staffCommands(person.staffRole, onboardingStatus) : []),
  ];
  return blockerPresses.filter((press) => may.includes(commandOf[press]));
}
