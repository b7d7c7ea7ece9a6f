/** What the sandbox Slack remembers: who is in the workspace, its conversations, and what was posted to them. */
export interface SlackUser {
  id: string;
  email: string;
  name: string;
  isDeactivated: boolean;
}

export interface SlackMessage {
  ts: string;
  text: string;
  blocks: unknown[];
}

export interface SlackConversation {
  id: string;
  userId: string;
  messages: SlackMessage[];
}

export interface SlackToken {
  token: string;
  scopes: readonly string[];
}

export interface SlackState {
  users: SlackUser[];
  conversations: Map<string, SlackConversation>;
  /** unused trigger ids, each with the instant (epoch ms) until which it opens a modal */
  triggers: Map<string, number>;
  views: { id: string; view: Record<string, unknown> }[];
}

export const createState = (people: readonly { name: string; email: string }[]): SlackState => ({
  users: people.map(({ name, email }, index) => ({ id: idOf('U', index), name, email, isDeactivated: false })),
  conversations: new Map(),
  triggers: new Map(),
  views: [],
});

export const idOf = (kind: 'U' | 'D' | 'V', index: number): string =>
  `${kind}0SANDBOX${String(index).padStart(3, '0')}`;
