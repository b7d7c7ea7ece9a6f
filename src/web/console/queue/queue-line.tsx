import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { write } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import { sayProblem } from '../../api/use-command.ts';
import type { QueueItem } from '../../api/types.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Icon } from '../../ui/icons.tsx';
import { say } from '../../ui/toast.tsx';
import { useIsAtLeast } from '../me.tsx';
import { kindWords } from './queue-words.ts';

export function QueueLine({ item, onOpen }: { item: QueueItem; onOpen: () => void }) {
  const { icon, tone } = kindWords[item.kind];
  return (
    <li className="queue-line">
      <span className={`queue-icon tone-${tone}`}>
        <Icon name={icon} />
      </span>
      <div className="queue-words">
        <p className="strong">
          {item.title}{' '}
          {item.isMine && (
            <Tag tone="accent" icon="person">
              Yours
            </Tag>
          )}
        </p>
        {item.detail && <p className="soft">{item.detail}</p>}
        <p className="faint small">
          Since <InstantText at={item.since} isSince />
          {item.waitsFor && !item.isMine && <>, waits for {item.waitsFor}</>}
        </p>
      </div>
      <div className="queue-act">
        <Action item={item} onOpen={onOpen} />
      </div>
    </li>
  );
}

function Action({ item, onOpen }: { item: QueueItem; onOpen: () => void }) {
  const mayChange = useIsAtLeast('member');
  const { onboardingId, subjectId } = item;
  const params = { onboardingId: onboardingId ?? '' };
  switch (item.kind) {
    case 'mail':
    case 'comment':
    case 'quarantined':
    case 'set_aside':
    case 'slack_event':
      return <Button onPress={onOpen}>Look at it</Button>;
    case 'no_onboarding':
      return mayChange && <Button onPress={onOpen}>Start onboarding</Button>;
    case 'unreachable':
      return onboardingId ? (
        <Link className={buttonClass({})} to="/console/onboardings/$onboardingId/people" params={params}>
          Open people
        </Link>
      ) : (
        <Link className={buttonClass({})} to="/console/settings/people">
          Open people
        </Link>
      );
    case 'unclear_message':
      return (
        onboardingId && (
          <Link className={buttonClass({})} to="/console/onboardings/$onboardingId/nudges" params={params}>
            Open nudges
          </Link>
        )
      );
    case 'failed_write':
      return <FailedWrite onboardingId={onboardingId} mayChange={mayChange} />;
    case 'escalation':
      return (
        onboardingId && (
          <>
            <Link
              className={buttonClass({})}
              to="/console/onboardings/$onboardingId"
              params={params}
              search={{ task: subjectId ?? undefined }}
            >
              Open the task
            </Link>
            {mayChange && subjectId && (
              <Button look="primary" onPress={onOpen}>
                Hold
              </Button>
            )}
          </>
        )
      );
    default:
      return (
        onboardingId && (
          <Link
            className={buttonClass({ look: item.isMine ? 'primary' : 'secondary' })}
            to="/console/onboardings/$onboardingId"
            params={params}
          >
            Open
          </Link>
        )
      );
  }
}

function FailedWrite({ onboardingId, mayChange }: { onboardingId: string | null; mayChange: boolean }) {
  const queries = useQueryClient();
  const replay = async () => {
    await write('replayFailedWrites', 'POST', '/ledger/replay', onboardingId ? { onboardingId } : {});
    say('Tried again in a moment');
    await Promise.all([keys.queue, keys.ledger].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  return (
    <>
      {onboardingId && (
        <Link className={buttonClass({})} to="/console/onboardings/$onboardingId/ledger" params={{ onboardingId }}>
          Open the ledger
        </Link>
      )}
      {mayChange && (
        <Button icon="refresh" onPress={() => void replay().catch(sayProblem)}>
          Try again
        </Button>
      )}
    </>
  );
}
