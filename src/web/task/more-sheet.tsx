import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { IconName } from '../ui/icons.tsx';

export interface Other {
  label: string;
  icon: IconName;
  act: () => void;
}

/** What else one may do with a task, each big enough for a thumb. */
export default function MoreSheet({ others, onClose }: { others: readonly Other[]; onClose: () => void }) {
  return (
    <Dialog title="Something else" onClose={onClose}>
      <div className="stack-tight">
        {others.map(({ label, icon, act }) => (
          <Button
            key={label}
            size="large"
            icon={icon}
            isWide
            onPress={() => {
              onClose();
              act();
            }}
          >
            {label}
          </Button>
        ))}
        <Button size="large" look="quiet" isWide onPress={onClose}>
          Not now
        </Button>
      </div>
    </Dialog>
  );
}
