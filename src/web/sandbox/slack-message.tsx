import { type ReactNode, useContext } from 'react';
import { Tag } from '../ui/badge.tsx';
import { InstantText } from '../ui/date-text.tsx';
import type { SlackConversation, SlackMessage, SlackWorkspace } from './slack-api.ts';
import { SlackBlocks } from './slack-blocks.tsx';
import type { SlackPressed } from './slack-element.tsx';
import { SlackNames } from './slack-names.ts';
import { Mrkdwn } from './slack-text.tsx';

type Ephemeral = SlackWorkspace['ephemerals'][number];
export type Said = { message: SlackMessage } | { ephemeral: Ephemeral };

/** What one person sees there, oldest first. */
export const saidIn = (
  { id, messages }: SlackConversation,
  ephemerals: readonly Ephemeral[],
  userId: string,
): Said[] => {
  const said = [
    ...messages.map((message) => ({ at: message.at, said: { message } })),
    ...ephemerals
      .filter((one) => one.channelId === id && one.userId === userId)
      .map((ephemeral) => ({ at: ephemeral.at, said: { ephemeral } })),
  ];
  return said.toSorted((one, other) => one.at.localeCompare(other.at)).map((one) => one.said);
};

interface MessageProps {
  message: SlackMessage;
  botId: string;
  isBusy: boolean;
  onPress: ((pressed: SlackPressed) => void) | null;
}

export function Message({ message, botId, onPress, isBusy }: MessageProps) {
  const { text, blocks, editedAt, unfurls, userId, at } = message;
  return (
    <Frame userId={userId} at={at} isApp={userId === botId} editedAt={editedAt}>
      {blocks.length > 0 ? <SlackBlocks blocks={blocks} onPress={onPress} isBusy={isBusy} /> : <Plain text={text} />}
      {Object.entries(unfurls).map(([url, unfurl]) => (
        <div key={url} className="slack-unfurl">
          <SlackBlocks blocks={unfurl.blocks} onPress={null} />
        </div>
      ))}
    </Frame>
  );
}

export function EphemeralMessage({ ephemeral: { at, text, blocks }, botId }: { ephemeral: Ephemeral; botId: string }) {
  return (
    <Frame userId={botId} at={at} isApp note="Only visible to you">
      {blocks.length > 0 ? <SlackBlocks blocks={blocks} onPress={null} /> : <Plain text={text} />}
    </Frame>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <div className="slack-text">
      <Mrkdwn text={text.replaceAll(/(^|\s)(https?:\/\/[^\s<>|]+)/g, '$1<$2>')} />
    </div>
  );
}

interface FrameProps {
  userId: string;
  at: string;
  isApp: boolean;
  editedAt?: string | null;
  note?: string;
  children: ReactNode;
}

function Frame({ userId, at, isApp, editedAt = null, note, children }: FrameProps) {
  const names = useContext(SlackNames);
  const name = names.person(userId);
  return (
    <li className={note ? 'slack-message slack-ephemeral' : 'slack-message'}>
      <span className={isApp ? 'slack-face slack-face-app' : 'slack-face'} aria-hidden="true">
        {name.charAt(0)}
      </span>
      <div className="slack-message-words">
        <p className="slack-message-head">
          <span className="strong">{name}</span>
          {isApp && <Tag>app</Tag>}
          <span className="faint small">
            <InstantText at={at} />
            {editedAt !== null && (
              <>
                , edited <InstantText at={editedAt} />
              </>
            )}
            {note && `, ${note.toLowerCase()}`}
          </span>
        </p>
        {children}
      </div>
    </li>
  );
}
