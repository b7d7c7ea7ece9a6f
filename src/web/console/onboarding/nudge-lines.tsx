import type { ReactNode } from 'react';
import type { NudgeView, SilenceView, UpcomingNudge } from '../../api/types.ts';
import { InstantText } from '../../ui/date-text.tsx';
import { useClock } from '../../ui/clock.tsx';
import { absoluteDate, localDateIn, timeIn, zoneName } from '../../ui/dates.ts';
import { Icon } from '../../ui/icons.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { capital, plainWords } from '../../ui/words.ts';

export const nudgeMeaning: Record<NudgeView['state'], Meaning> = {
  planned: { word: 'Planned', tone: 'neutral', icon: 'clock' },
  claimed: { word: 'Being sent', tone: 'accent', icon: 'half' },
  sent: { word: 'Sent', tone: 'fine', icon: 'mail' },
  withheld: { word: 'Withheld', tone: 'attention', icon: 'pause' },
  obsolete: { word: 'No longer needed', tone: 'neutral', icon: 'minus' },
};

/** How something went out: `by email`, `in Slack`. */
export const channelWord = (channel: string): string => (channel === 'slack' ? 'in Slack' : `by ${channel}`);

function Line({ meaning, head, why, when }: { meaning: Meaning; head: ReactNode; why: ReactNode; when: ReactNode }) {
  return (
    <li className="line">
      <span className={`line-icon tone-${meaning.tone}`}>
        <Icon name={meaning.icon} label={meaning.word} />
      </span>
      <span className="line-words">
        <span>{head}</span>
        <span className="faint small">{why}</span>
      </span>
      <span className="line-when faint small">{when}</span>
    </li>
  );
}

interface LineProps {
  hasTask?: boolean;
  /** over all onboardings: says which one it is about */
  hasOnboarding?: boolean;
  /** of whoever hears it, to say when that is for them */
  zone?: string | null;
}

const About = ({ onboarding }: { onboarding: { name: string } }) => <span className="soft"> ({onboarding.name})</span>;

/** When it is for the reader of the screen, and by the clock of whoever hears it, where that shows another time. */
function When({ at, zone }: { at: string; zone: string | null | undefined }) {
  const { zone: own, today } = useClock();
  const atMs = Date.parse(at);
  const clockIn = (place: string): string => `${absoluteDate(localDateIn(place, atMs), today)} ${timeIn(place, atMs)}`;
  return (
    <>
      <InstantText at={at} inZone={zone ?? null} />
      {zone && clockIn(zone) !== clockIn(own) && (
        <>
          <br />
          {clockIn(zone)} in {zoneName(zone)}
        </>
      )}
    </>
  );
}

/** A mail program that shows no images says nothing, and a machine loads them unasked: that is said beside it. */
function Opens({ nudge: { opened, openedByMachine } }: { nudge: NudgeView }) {
  if (!opened && !openedByMachine) return null;
  return (
    <>
      <br />
      {opened ? (
        <>
          Opened <InstantText at={opened.firstAt} />
          {opened.count > 1 && (
            <>
              , {opened.count} times, last <InstantText at={opened.lastAt} />
            </>
          )}
        </>
      ) : (
        'Loaded by a proxy or scanner alone'
      )}{' '}
      (shown only; decides nothing)
    </>
  );
}

const didNotArrive: Readonly<Record<string, string>> = {
  bounced: 'came back',
  complained: 'reported as unwanted',
  failed: 'refused',
};

/** `Reminder to Ana`, with the rule that said so and, where it was not sent, why not. */
export function NudgeLine({ nudge, hasTask = false, hasOnboarding = false, zone }: LineProps & { nudge: NudgeView }) {
  const failure = didNotArrive[nudge.messageState ?? ''];
  const meaning: Meaning =
    failure && nudge.state === 'sent' ? { word: 'Sent', tone: 'late', icon: 'alert' } : nudgeMeaning[nudge.state];
  return (
    <Line
      meaning={meaning}
      head={
        <>
          <b>{plainWords(nudge.kind)}</b> {nudge.state === 'sent' ? 'to' : 'for'} {nudge.person.name}
          {hasTask && nudge.taskName && <>: {nudge.taskName}</>}
          {hasOnboarding && <About onboarding={nudge.onboarding} />}
        </>
      }
      why={
        <>
          {meaning.word}
          {nudge.channel && nudge.state === 'sent' && ` ${channelWord(nudge.channel)}`}
          {nudge.messageState &&
            nudge.state !== 'claimed' &&
            nudge.messageState !== 'accepted' &&
            `, ${failure ?? nudge.messageState}`}
          {nudge.state === 'sent' &&
            nudge.messageState === 'accepted' &&
            (nudge.actedAt ? ', done since' : nudge.deliveredAt ? ', delivered' : ', accepted')}
          . {capital(nudge.reason ?? nudge.rule)}
          <Opens nudge={nudge} />
        </>
      }
      when={<When at={nudge.acceptedAt ?? nudge.decidedAt ?? nudge.notBefore} zone={zone} />}
    />
  );
}

type Upcoming = UpcomingNudge & { onboarding?: { name: string } };

export function UpcomingLine({
  upcoming,
  hasTask = false,
  hasOnboarding = false,
  zone,
}: LineProps & { upcoming: Upcoming }) {
  return (
    <Line
      meaning={
        upcoming.withheld
          ? { word: 'Will be withheld', tone: 'attention', icon: 'pause' }
          : { word: 'Next', tone: 'accent', icon: 'arrow' }
      }
      head={
        <>
          Next: <b>{plainWords(upcoming.kind)}</b>{' '}
          {upcoming.person && `${upcoming.withheld ? 'for' : 'to'} ${upcoming.person.name}`}
          {upcoming.channel && ` ${channelWord(upcoming.channel)}`}
          {hasTask && upcoming.taskName && <>: {upcoming.taskName}</>}
          {hasOnboarding && upcoming.onboarding && <About onboarding={upcoming.onboarding} />}
        </>
      }
      why={capital(upcoming.withheld ?? upcoming.rule)}
      when={<When at={upcoming.at} zone={zone} />}
    />
  );
}

export function SilenceLine({
  silence,
  hasTask = false,
  hasOnboarding = false,
}: Omit<LineProps, 'zone'> & { silence: SilenceView }) {
  return (
    <Line
      meaning={{ word: 'Nobody is written to', tone: 'attention', icon: 'pause' }}
      head={
        <>
          {silence.untilAt ? 'Nobody was written to' : 'Nobody is written to now'}
          {hasTask && silence.taskName && <>: {silence.taskName}</>}
          {hasOnboarding && <About onboarding={silence.onboarding} />}
        </>
      }
      why={capital(silence.reason)}
      when={
        <>
          <InstantText at={silence.fromAt} />
          {silence.untilAt && (
            <>
              {' –'}
              <br />
              <InstantText at={silence.untilAt} />
            </>
          )}
        </>
      }
    />
  );
}
