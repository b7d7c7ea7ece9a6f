import { useLayoutEffect, useRef } from 'react';
import { EmptyState } from '../ui/states.tsx';
import { slackActions, type SlackConversation, type SlackPerson, type SlackWorkspace } from './slack-api.ts';
import { type Entry, SlackComposer } from './slack-composer.tsx';
import { EphemeralMessage, Message, saidIn } from './slack-message.tsx';
import { useSlackAct } from './use-slack-act.ts';

interface SlackConversationProps {
  workspace: SlackWorkspace;
  person: SlackPerson;
  /** undefined: nothing was said to them yet */
  conversation: SlackConversation | undefined;
  name: string;
}

export function SlackConversationView({ workspace, person, conversation, name }: SlackConversationProps) {
  const { run, isBusy } = useSlackAct();
  const said = conversation ? saidIn(conversation, workspace.ephemerals, person.id) : [];
  const end = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [said.length]);
  const userId = person.id;
  const isMember = person.standing === 'member';
  const send = (entry: Entry): Promise<boolean> =>
    run(() => {
      const channelId = conversation?.id;
      if (entry.kind === 'command')
        return slackActions.command({ userId, channelId, command: entry.command, text: entry.text });
      if (channelId === undefined) throw new Error('Nothing was said here yet: post the link in a channel.');
      return slackActions.shareLink(channelId, { userId, url: entry.url });
    });
  const botId = workspace.bot.userId;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is scrolled by keys as well */}
      <section ref={end} className="slack-scroll" aria-label={name} tabIndex={0}>
        {said.length === 0 ? (
          <EmptyState icon="comment" title="Nothing was said here yet">
            {conversation?.userId === null
              ? 'Milestones of an onboarding are posted to its own channel. Post a link to one here to see it unfold.'
              : `What Gangway asks ${person.name} arrives here instead of in the mailbox. The clock brings it.`}
          </EmptyState>
        ) : (
          <ol className="slack-said">
            {said.map((one) =>
              'ephemeral' in one ? (
                <EphemeralMessage key={one.ephemeral.id} ephemeral={one.ephemeral} botId={botId} />
              ) : (
                <Message
                  key={one.message.ts}
                  message={one.message}
                  botId={botId}
                  isBusy={isBusy}
                  onPress={
                    isMember && conversation
                      ? (pressed) =>
                          void run(() =>
                            slackActions.press({
                              userId,
                              in: { channelId: conversation.id, ts: one.message.ts },
                              ...pressed,
                            }),
                          )
                      : null
                  }
                />
              ),
            )}
          </ol>
        )}
      </section>
      {isMember && !conversation?.isArchived && <SlackComposer name={person.name} isBusy={isBusy} onSend={send} />}
    </>
  );
}
