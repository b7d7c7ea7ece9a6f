import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { QueryView } from '../ui/query-view.tsx';
import { BoneRows } from '../ui/skeleton.tsx';
import { Switch } from '../ui/tabs.tsx';
import { slackActions, slackQuery, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { SlackAppBanner } from './slack-app-banner.tsx';
import { SlackChannels } from './slack-channels.tsx';
import { SlackDirectMessages } from './slack-direct-messages.tsx';
import { SlackHome } from './slack-home.tsx';
import { SlackModal } from './slack-modal.tsx';
import { namesOf, SlackNames } from './slack-names.ts';
import { SlackPeople } from './slack-people.tsx';
import { useSlackAct } from './use-slack-act.ts';
import './slack.css';

/** The workspace as one person sees it. */
export function SlackColumn() {
  // what a press causes comes after its acknowledgement
  const query = useQuery({ ...slackQuery, refetchInterval: 1_000 });
  return (
    <>
      <h2 className="visually-hidden">Slack</h2>
      <QueryView query={query} skeleton={<BoneRows rows={6} height={64} />}>
        {(workspace) => <Loaded workspace={workspace} />}
      </QueryView>
    </>
  );
}

function Loaded({ workspace }: { workspace: SlackWorkspace }) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const heard = workspace.conversations.find(({ userId, messages }) => userId !== null && messages.length > 0)?.userId;
  // whoever heard something last, until somebody is chosen; then nobody else comes in between
  if (chosenId === null && heard) setChosenId(heard);
  const person = workspace.people.find(({ id }) => id === chosenId) ?? workspace.people[0];
  // like a client of Slack, a page shows the modals that were opened while it was there
  const [earlierModals] = useState(() => new Set(workspace.views.map(({ id }) => id)));
  const names = useMemo(() => namesOf(workspace), [workspace]);
  return (
    <SlackNames value={names}>
      <SlackAppBanner app={workspace.app} />
      <SlackPeople workspace={workspace} person={person} onChoose={setChosenId} />
      {person && (
        <Seen key={person.id} workspace={workspace} person={person} isEarlier={(id) => earlierModals.has(id)} />
      )}
    </SlackNames>
  );
}

type Place = 'home' | 'messages' | 'channels';

interface SeenProps {
  workspace: SlackWorkspace;
  person: SlackPerson;
  isEarlier: (viewId: string) => boolean;
}

function Seen({ workspace, person, isEarlier }: SeenProps) {
  const [place, setPlace] = useState<Place>('messages');
  const { run, isBusy } = useSlackAct();
  const modal = workspace.views.findLast(
    ({ id, type, userId }) => type === 'modal' && userId === person.id && !isEarlier(id),
  );
  const go = (to: Place) => {
    setPlace(to);
    // Slack tells the app each time
    if (to === 'home' && person.standing === 'member') void run(() => slackActions.openHome(person.id));
  };
  const shared = { workspace, person };
  return (
    <div className="card slack-window">
      <div className="slack-places">
        <Switch
          label="Where in Slack"
          value={place}
          onChange={go}
          choices={[
            { key: 'home', label: 'Home' },
            { key: 'messages', label: 'Messages' },
            { key: 'channels', label: 'Channels' },
          ]}
        />
      </div>
      {place === 'home' && <SlackHome {...shared} isOpening={isBusy} onOpen={() => go('home')} />}
      {place === 'messages' && <SlackDirectMessages {...shared} />}
      {place === 'channels' && <SlackChannels {...shared} />}
      {modal && (
        <SlackModal
          key={modal.id}
          view={modal}
          onPress={(pressed) =>
            void run(() => slackActions.press({ userId: person.id, in: { viewId: modal.id }, ...pressed }))
          }
        />
      )}
    </div>
  );
}
