import type { Problem } from '../model.ts';
import { changeOnboarding, type Command, happened, unchanged } from './outcome.ts';

/** A person has seen to it; what still is wrong comes back with the next read. */
export const dismissProblem: Command<{ code: Problem['code'] }> = (state, { code }) => {
  const { problems } = state.onboarding;
  const left = problems.filter((problem) => problem.code !== code);
  if (left.length === problems.length) return unchanged(state);
  return happened(changeOnboarding(state, { problems: left }), 'problem_dismissed', null, { code });
};
