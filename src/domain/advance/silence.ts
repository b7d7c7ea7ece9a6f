/** Why the whole onboarding is silent, kept as an interval. */
import { silenceMark } from '../marks.ts';
import type { Onboarding } from '../model.ts';
import type { Pass } from './pass.ts';

const reasonOf = ({ status, holdReason, resumeOn }: Onboarding): string | null => {
  if (status === 'draft') return 'The plan is a draft: no customer hears from us before it is published';
  if (status !== 'on_hold') return null;
  return `On hold${resumeOn === null ? '' : ` until ${resumeOn}`}: ${holdReason ?? 'no reason was given'}`;
};

export const recordSilence = ({ onboarding, now, silences }: Pass): void => {
  const { chase } = onboarding;
  const reason = reasonOf(onboarding);
  const mark = reason === null ? null : `${silenceMark}${reason}`;
  const known = Object.keys(chase).find((name) => name.startsWith(silenceMark)) ?? null;
  if (known === mark) return;
  if (known !== null) delete chase[known];
  if (mark !== null) chase[mark] = now;
  silences.push({ taskId: null, personId: null, reason });
};
