import { type SubmitEvent, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Banner } from '../ui/states.tsx';
import { failureOf, slackActions, type SlackView } from './slack-api.ts';
import { SlackBlocks } from './slack-blocks.tsx';
import type { SlackPressed } from './slack-element.tsx';
import { inputsOf } from './slack-kit.ts';
import { useAct } from './use-act.ts';
import { useSlackForm } from './use-slack-form.ts';

/** The modal on top, as its person sees it. What the app finds wrong stands at the field; what was filled in stays. */
export function SlackModal({ view, onPress }: { view: SlackView; onPress: (pressed: SlackPressed) => void }) {
  const { act, isBusy } = useAct();
  const { form, submit } = useSlackForm(view);
  const [failure, setFailure] = useState<string | null>(null);
  const close = () => void act(() => slackActions.closeView(view.id));
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    setFailure(null);
    void act(async () => {
      const answer = await submit();
      if (answer.outcome === 'failed') setFailure(failureOf(answer) ?? 'Gangway’s answer could not be read.');
    });
  };
  const fields = inputsOf(view.blocks);
  const elsewhere = Object.entries(form.errors).filter(([blockId]) => !fields.includes(blockId));
  return (
    <Dialog title={view.title} onClose={close}>
      <form className="stack" noValidate onSubmit={send}>
        <SlackBlocks blocks={view.blocks} form={form} onPress={onPress} isBusy={isBusy} />
        {(failure !== null || elsewhere.length > 0) && (
          <div role="alert">
            <Banner tone="late" title={failure ?? elsewhere.map(([, error]) => error).join(' ')} />
          </div>
        )}
        <div className="dialog-actions">
          <Button onPress={close}>{view.close ?? 'Cancel'}</Button>
          {view.submit !== null && (
            <Button type="submit" look="primary" isPending={isBusy}>
              {view.submit}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
