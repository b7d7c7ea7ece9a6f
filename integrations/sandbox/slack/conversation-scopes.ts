/** What a call asks for depends on the kind of its conversation: https://docs.slack.dev/reference/scopes */
import { z } from 'zod';
import { read, type SlackMethod } from './method.ts';

const scopes = {
  manage: { public: ['channels:manage'], private: ['groups:write'], direct: ['im:write'] },
  invite: {
    public: ['channels:write.invites', 'channels:manage'],
    private: ['groups:write.invites', 'groups:write'],
    direct: ['im:write'],
  },
  history: { public: ['channels:history'], private: ['groups:history'], direct: ['im:history'] },
} as const;
type Doing = keyof typeof scopes;
type Kind = keyof (typeof scopes)[Doing];

export const scopesOf = (doing: Doing, kind: Kind): readonly string[] => scopes[doing][kind];

/** A conversation that is not there is refused as such. */
export const scopesFor =
  (doing: Doing): SlackMethod['scopesFor'] =>
  (state, args) => {
    const conversation = state.conversations.get(read(z.object({ channel: z.string() }), args).channel);
    if (!conversation) return [];
    return scopesOf(doing, conversation.userId !== null ? 'direct' : conversation.isPrivate ? 'private' : 'public');
  };
