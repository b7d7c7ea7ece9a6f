import { type ReactNode, type SubmitEvent, useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button, IconButton } from './button.tsx';
import { Banner } from './states.tsx';
import './dialog.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className="scrim" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="dialog">
        <AriaDialog className="dialog-body">
          <Heading slot="title" level={2} className="dialog-title">
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface FormDialogProps extends DialogProps {
  /** the verb on the button */
  verb: string;
  onSubmit: () => Promise<unknown>;
  isDanger?: boolean;
  isIncomplete?: boolean;
}

/** Asks for what is needed and stays open, with what was typed, when it did not work. */
export function FormDialog({
  title,
  verb,
  onClose,
  onSubmit,
  isDanger = false,
  isIncomplete = false,
  children,
}: FormDialogProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy || isIncomplete) return;
    setIsBusy(true);
    setProblem(null);
    onSubmit().then(onClose, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : 'That did not work.');
      setIsBusy(false);
    });
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        {children}
        {problem && (
          <div role="alert">
            <Banner tone="late" title={problem} />
          </div>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose}>Not now</Button>
          <Button type="submit" look={isDanger ? 'danger' : 'primary'} isPending={isBusy} isDisabled={isIncomplete}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Opens beside the list it came from; Escape, the cross or a press beside it close it. */
export function SidePanel({ title, onClose, children }: DialogProps) {
  return (
    <ModalOverlay className="scrim scrim-panel" isOpen isDismissable onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className="panel">
        <AriaDialog className="panel-body" aria-label={title}>
          <div className="panel-close">
            <IconButton icon="close" label="Close" onPress={onClose} />
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
