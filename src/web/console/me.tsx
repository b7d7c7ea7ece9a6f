import { createContext, useContext } from 'react';
import type { Me, StaffRole } from '../api/types.ts';

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe needs the console around it');
  return me;
}

const ranks: Record<StaffRole, number> = { viewer: 0, member: 1, manager: 2, admin: 3 };

/** Whether to show an action at all; the server decides whether it is allowed. */
export const useIsAtLeast = (role: StaffRole): boolean => ranks[useMe().person.staffRole] >= ranks[role];
