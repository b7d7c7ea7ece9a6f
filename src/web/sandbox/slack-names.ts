import { createContext } from 'react';
import type { SlackPerson, SlackWorkspace } from './slack-api.ts';

interface Names {
  people: readonly SlackPerson[];
  person(id: string): string;
  channel(id: string): string;
}

/** Who and what the ids in a text stand for. */
export const SlackNames = createContext<Names>({ people: [], person: (id) => id, channel: (id) => id });

export const namesOf = ({ people, bot, conversations }: SlackWorkspace): Names => ({
  people,
  person: (id) => (id === bot.userId ? bot.name : (people.find((one) => one.id === id)?.name ?? id)),
  channel: (id) => conversations.find((one) => one.id === id)?.name ?? id,
});
