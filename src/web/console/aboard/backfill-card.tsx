import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Backfill } from '../../api/types.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Badge, Fact } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DateText, InstantText } from '../../ui/date-text.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { BackfillItems } from './backfill-items.tsx';
import { StoppedBefore } from './stopped-before.tsx';

const meanings: Record<Backfill['state'], Meaning> = {
  new: { word: 'Waits for its table', tone: 'neutral', icon: 'clock' },
  looking: { word: 'Looking', tone: 'attention', icon: 'search' },
  ready: { word: 'Choose what to take over', tone: 'attention', icon: 'half' },
  running: { word: 'Taking over', tone: 'attention', icon: 'refresh' },
  stopped: { word: 'Stopped', tone: 'late', icon: 'pause' },
  done: { word: 'Done', tone: 'fine', icon: 'circleCheck' },
};

const nothing: Meaning = { word: 'Nothing to take over', tone: 'neutral', icon: 'minus' };

interface Props {
  backfill: Backfill;
  isNewest: boolean;
}

export function BackfillCard({ backfill, isNewest }: Props) {
  const { state, error, counts, wonSince, connectionName, hasSheet, createdAt } = backfill;
  const isEmpty = state === 'ready' && counts.open + counts.failed === 0;
  const isOver = state === 'done' || isEmpty;
  const foundNone = isEmpty && counts.started + counts.left === 0;
  const [isShown, setIsShown] = useState(isNewest && !isOver);
  const underWay = counts.chosen + counts.started;
  const show = !isShown && !foundNone && <Button onPress={() => setIsShown(true)}>Show the deals</Button>;
  return (
    <div className="card card-body stack">
      <div className="spread">
        <div className="row">
          <h3>
            {connectionName}, won since <DateText on={wonSince} />
          </h3>
          <Badge meaning={isEmpty ? nothing : meanings[state]} />
          {isOver && !foundNone && <span className="soft">{outcome(counts)}</span>}
        </div>
        <Acts backfill={backfill} />
        {isOver && show}
      </div>
      {error !== null && (
        <Fact tone="late" icon="alert">
          {error}
        </Fact>
      )}
      {!isOver && (
        <p className="soft">
          Begun <InstantText at={createdAt} />
          {hasSheet && ', with a table of what is done elsewhere'}. {plural(counts.open, 'deal')} can be taken over,{' '}
          {outcome(counts)}.
        </p>
      )}
      {state === 'stopped' && counts.chosen > 0 && <StoppedBefore backfill={backfill} />}
      {!isOver && underWay > 0 && (
        <ProgressBar
          share={counts.started / (underWay + counts.failed)}
          label="Taken over"
          words={`${counts.started} of ${underWay + counts.failed}`}
          isRoomy
        />
      )}
      <LeftOut backfill={backfill} />
      {(isShown || (foundNone && isNewest)) && <BackfillItems backfill={backfill} />}
      {!isOver && show && <div>{show}</div>}
    </div>
  );
}

const outcome = ({ started, left, failed }: Backfill['counts']): string =>
  `${started} came aboard, ${left} left as they are${failed > 0 ? `, ${failed} failed` : ''}`;

/** What the table has and nothing came of: a customer who is called otherwise in the CRM, say. */
function LeftOut({ backfill: { unmatched, emptyRows } }: { backfill: Backfill }) {
  if (unmatched.length === 0 && emptyRows === 0) return null;
  return (
    <details>
      <summary>
        Not used of the table:{' '}
        {plural(
          unmatched.reduce((sum, { rows }) => sum + rows, emptyRows),
          'row',
        )}
      </summary>
      {emptyRows > 0 && <p className="soft">{plural(emptyRows, 'row')} without a customer or a task</p>}
      {unmatched.length > 0 && (
        <>
          <p className="soft">
            None of these deals belongs to them. Write their names as the CRM has them, and begin another look:
          </p>
          <ul>
            {unmatched.map(({ name, rows }) => (
              <li key={name}>
                {name} <span className="soft">{plural(rows, 'row')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}

function Acts({ backfill: { id, state, error, counts } }: { backfill: Backfill }) {
  const mayAct = useIsAtLeast('manager');
  const queries = useQueryClient();
  const act = async (endpoint: 'stopBackfill' | 'resumeBackfill', verb: string, words: string): Promise<void> => {
    await write(endpoint, 'POST', `/backfills/${id}/${verb}`, {});
    say(words);
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  if (!mayAct) return null;
  if (state === 'stopped')
    return (
      <Button
        icon={error === null ? 'play' : 'refresh'}
        onPress={() => void act('resumeBackfill', 'resume', 'Going on where it stopped').catch(sayProblem)}
      >
        {error !== null ? 'Try again' : counts.chosen > 0 ? `Take over the other ${counts.chosen}` : 'Go on'}
      </Button>
    );
  return state === 'looking' || state === 'running' ? (
    <Button
      icon="pause"
      onPress={() => void act('stopBackfill', 'stop', 'Stopped; what was taken over stays').catch(sayProblem)}
    >
      Stop
    </Button>
  ) : null;
}
