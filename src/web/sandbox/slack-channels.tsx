import { useState } from 'react';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { slackActions, type SlackConversation, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { SlackConversationView } from './slack-conversation.tsx';
import { useAct } from './use-act.ts';

const mayRead = ({ isPrivate, memberIds }: SlackConversation, userId: string): boolean =>
  !isPrivate || memberIds.includes(userId);

export function SlackChannels({ workspace, person }: { workspace: SlackWorkspace; person: SlackPerson }) {
  const { act, isBusy } = useAct();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const channels = workspace.conversations.filter((one) => one.userId === null && mayRead(one, person.id));
  const channel = channels.find(({ id }) => id === chosenId) ?? channels[0];
  if (!channel)
    return (
      <EmptyState icon="comment" title="No channel">
        A playbook that wants one gets a channel for each onboarding when its plan is published.
      </EmptyState>
    );
  const { id, isArchived } = channel;
  const invited = workspace.invitations.filter(({ channelId }) => channelId === id);
  return (
    <>
      <div className="slack-channel-head">
        <div className="row">
          <SelectField
            label="Channel"
            isInline
            value={id}
            onChange={setChosenId}
            choices={channels.map((one) => ({
              key: one.id,
              label: `#${one.name}`,
              icon: one.isPrivate ? 'lock' : undefined,
            }))}
          />
          {isArchived && <Tag icon="pause">Archived</Tag>}
          <Button
            size="small"
            isPending={isBusy}
            onPress={() =>
              void act(() => slackActions.setArchived(id, !isArchived), isArchived ? 'Open again' : 'Archived')
            }
          >
            {isArchived ? 'Open again' : 'Archive'}
          </Button>
        </div>
        {invited.length > 0 && (
          <p className="faint small">Invited through Slack Connect: {invited.map(({ email }) => email).join(', ')}</p>
        )}
      </div>
      <SlackConversationView
        key={id}
        workspace={workspace}
        person={person}
        conversation={channel}
        name={`#${channel.name}`}
      />
    </>
  );
}
