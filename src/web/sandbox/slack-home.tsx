import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { slackActions, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { SlackBlocks } from './slack-blocks.tsx';
import type { SlackPressed } from './slack-element.tsx';
import { useSlackAct } from './use-slack-act.ts';

interface SlackHomeProps {
  workspace: SlackWorkspace;
  person: SlackPerson;
  isOpening: boolean;
  onOpen: () => void;
}

export function SlackHome({ workspace, person, isOpening, onOpen }: SlackHomeProps) {
  const { run, isBusy } = useSlackAct();
  const home = workspace.views.find(({ type, userId }) => type === 'home' && userId === person.id);
  if (!home)
    return (
      <EmptyState
        icon="inbox"
        title="Nothing is here yet"
        action={
          person.standing === 'member' && (
            <Button icon="refresh" isPending={isOpening} onPress={onOpen}>
              Open it again
            </Button>
          )
        }
      >
        Gangway fills the home tab a moment after somebody opens it: their tasks, and their onboardings.
      </EmptyState>
    );
  const press = (pressed: SlackPressed) =>
    void run(() => slackActions.press({ userId: person.id, in: { viewId: home.id }, ...pressed }));
  return (
    <section className="slack-home" aria-label={`Home of ${person.name}`}>
      <SlackBlocks blocks={home.blocks} isBusy={isBusy} onPress={person.standing === 'member' ? press : null} />
    </section>
  );
}
