import { useSyncExternalStore } from 'react';
import { Button, IconButton } from './button.tsx';
import { Icon } from './icons.tsx';
import './toast.css';

interface Toast {
  id: number;
  words: string;
  isProblem: boolean;
  undo: (() => void) | null;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const close = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Says what was done and offers to take it back. Problems stay until closed. */
export function say(words: string, options: { undo?: () => void; isProblem?: boolean } = {}): void {
  lastId += 1;
  const id = lastId;
  set([...toasts.slice(-2), { id, words, isProblem: options.isProblem ?? false, undo: options.undo ?? null }]);
  if (!options.isProblem) setTimeout(() => close(id), options.undo ? 10_000 : 5_000);
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map(({ id, words, isProblem, undo }) => (
        <div key={id} className={isProblem ? 'toast toast-problem' : 'toast'}>
          <Icon name={isProblem ? 'alert' : 'check'} />
          <span className="toast-words">{words}</span>
          {undo && (
            <Button
              look="quiet"
              size="small"
              icon="undo"
              onPress={() => {
                close(id);
                undo();
              }}
            >
              Undo
            </Button>
          )}
          <IconButton icon="close" label="Close this message" onPress={() => close(id)} />
        </div>
      ))}
    </div>
  );
}
