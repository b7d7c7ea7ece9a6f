import { createContext, useContext } from 'react';
import type { OnboardingView, TaskView } from '../../api/types.ts';

interface Scope {
  view: OnboardingView;
  openTask: (task: TaskView) => void;
}

export const OnboardingContext = createContext<Scope | null>(null);

/** The onboarding that the tabs are about. */
export function useOnboarding(): Scope {
  const scope = useContext(OnboardingContext);
  if (!scope) throw new Error('useOnboarding needs an onboarding around it');
  return scope;
}

export const isOpen = ({ status }: TaskView): boolean => status !== 'done' && status !== 'skipped';
