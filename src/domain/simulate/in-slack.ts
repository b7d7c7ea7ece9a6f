/** Who is in Slack where something is tried; mail reaches everybody. */
import type { Person } from '../model.ts';

export const inSlackChoices = ['nobody', 'team', 'everybody'] as const;
export type InSlack = (typeof inSlackChoices)[number];

export const withSlack = (person: Person, inSlack: InSlack): Person =>
  inSlack === 'everybody' || (inSlack === 'team' && person.side === 'team')
    ? { ...person, channels: [...person.channels, slackOf(person)] }
    : person;

const slackOf = ({ id }: Person): Person['channels'][number] => ({
  channel: 'slack',
  address: `T0TRIAL:${id}`,
  unwanted: [],
  unreachableSince: null,
  unreachableReason: null,
});
