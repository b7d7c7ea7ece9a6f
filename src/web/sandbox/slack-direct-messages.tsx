import type { SlackPerson, SlackWorkspace } from './slack-api.ts';
import { SlackConversationView } from './slack-conversation.tsx';

export function SlackDirectMessages({ workspace, person }: { workspace: SlackWorkspace; person: SlackPerson }) {
  const conversation = workspace.conversations.find(({ userId }) => userId === person.id);
  return (
    <SlackConversationView
      workspace={workspace}
      person={person}
      conversation={conversation}
      name={`Gangway’s messages to ${person.name}`}
    />
  );
}
