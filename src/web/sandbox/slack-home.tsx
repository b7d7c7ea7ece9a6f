import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { slackActions, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { SlackBlocks } from './slack-blocks.tsx';
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
        title="Nothing is published here yet"
        action={
          <Button icon="refresh" isPending={isOpening} isDisabled={person.standing !== 'member'} onPress={onOpen}>
            Open it again
          </Button>
        }
      >
        Gangway fills the home tab when somebody opens it: their tasks, and their onboardings.
      </EmptyState>
    );
  const press = (pressed: Parameters<typeof pressIn>[2]) => void run(() => pressIn(person.id, home.id, pressed));
  return (
    <section className="slack-home" aria-label={`Home of ${person.name}`}>
      <SlackBlocks blocks={home.blocks} isBusy={isBusy} onPress={person.standing === 'member' ? press : null} />
    </section>
  );
}

const pressIn = (
  userId: string,
  viewId: string,
  pressed: Omit<Parameters<typeof slackActions.press>[0], 'userId' | 'in'>,
) => slackActions.press({ userId, in: { viewId }, ...pressed });
