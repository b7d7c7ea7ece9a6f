import { LedgerList } from '../ledger/ledger-list.tsx';
import { useOnboarding } from './context.tsx';

export function LedgerTab() {
  const { view } = useOnboarding();
  return <LedgerList filter={{ onboardingId: view.id }} />;
}
