import { useSearch } from '@tanstack/react-router';
import type { ConnectionsSearch } from '../../search-params.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Banner } from '../../ui/states.tsx';
import type { Tone } from '../../ui/tone.ts';
import { useIsAtLeast } from '../me.tsx';

const outcomes: Record<NonNullable<ConnectionsSearch['slack']>, { tone: Tone; words: string }> = {
  connected: { tone: 'fine', words: 'Slack is connected.' },
  declined: { tone: 'neutral', words: 'Nobody agreed in Slack; nothing has changed.' },
  expired: { tone: 'attention', words: 'That took too long, or was begun in another window. Connect again.' },
  failed: { tone: 'late', words: 'Slack could not be connected; the log says why. Try again.' },
};

/** The way into Slack and back; each workspace stands among the parts. */
export function ConnectSlack({ installPath }: { installPath: string | null }) {
  const isAdmin = useIsAtLeast('admin');
  const { slack } = useSearch({ strict: false });
  const outcome = slack && outcomes[slack];
  if (installPath === null) return null;
  return (
    <>
      {outcome && <Banner tone={outcome.tone} title={outcome.words} />}
      {isAdmin && (
        <p>
          <a className={buttonClass({})} href={installPath}>
            Connect a Slack workspace
          </a>
        </p>
      )}
    </>
  );
}
