import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Backfill } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { BackfillItems } from './backfill-items.tsx';

const meanings: Record<Backfill['state'], Meaning> = {
  new: { word: 'Waits for its table', tone: 'neutral', icon: 'clock' },
  looking: { word: 'Looking', tone: 'attention', icon: 'search' },
  ready: { word: 'Choose what to take over', tone: 'attention', icon: 'half' },
  running: { word: 'Taking over', tone: 'attention', icon: 'refresh' },
  stopped: { word: 'Stopped', tone: 'late', icon: 'pause' },
  done: { word: 'Done', tone: 'fine', icon: 'circleCheck' },
};

const nothing: Meaning = { word: 'Nothing to take over', tone: 'neutral', icon: 'minus' };

export function BackfillCard({ backfill, isOpen }: { backfill: Backfill; isOpen: boolean }) {
  const { id, state, counts, wonSince, connectionName, hasSheet, createdAt } = backfill;
  const [isShown, setIsShown] = useState(isOpen);
  const mayAct = useIsAtLeast('manager');
  const queries = useQueryClient();
  const act = async (endpoint: 'stopBackfill' | 'resumeBackfill', verb: string, words: string): Promise<void> => {
    await write(endpoint, 'POST', `/backfills/${id}/${verb}`, {});
    say(words);
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  const isEmpty = state === 'ready' && counts.open + counts.failed === 0;
  const underWay = counts.chosen + counts.started + counts.failed;
  return (
    <div className="card card-body stack">
      <div className="spread">
        <div className="row">
          <h3>
            {connectionName}, won since <DateText on={wonSince} />
          </h3>
          <Badge meaning={isEmpty ? nothing : meanings[state]} />
        </div>
        {mayAct && (
          <div className="row">
            {(state === 'looking' || state === 'running') && (
              <Button
                icon="pause"
                onPress={() => void act('stopBackfill', 'stop', 'Stopped; what was taken over stays').catch(sayProblem)}
              >
                Stop
              </Button>
            )}
            {state === 'stopped' && (
              <Button
                icon="play"
                onPress={() => void act('resumeBackfill', 'resume', 'Going on where it stopped').catch(sayProblem)}
              >
                Go on
              </Button>
            )}
          </div>
        )}
      </div>
      <p className="soft">
        Begun <InstantText at={createdAt} />
        {hasSheet && ', with a table of what is done elsewhere'}. {plural(counts.open, 'deal')} can be taken over,{' '}
        {counts.started} came aboard, {counts.left} left as they are
        {counts.failed > 0 && `, ${counts.failed} failed`}.
      </p>
      {underWay > 0 && (
        <ProgressBar
          share={counts.started / underWay}
          label="Taken over"
          words={`${counts.started} of ${underWay}`}
          isRoomy
        />
      )}
      {isShown ? (
        <BackfillItems backfill={backfill} />
      ) : (
        <div>
          <Button onPress={() => setIsShown(true)}>Show the deals</Button>
        </div>
      )}
    </div>
  );
}
