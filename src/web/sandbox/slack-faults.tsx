import { useQuery } from '@tanstack/react-query';
import { CheckField } from '../ui/field.tsx';
import { slackActions, type SlackFault, slackQuery } from './slack-api.ts';
import { useAct } from './use-act.ts';

const faults: readonly { fault: SlackFault; words: string }[] = [
  { fault: { kind: 'away' }, words: 'Is away' },
  { fault: { kind: 'throttled', retryAfterSeconds: 30 }, words: 'Says “too many”: 429, in 30 seconds again' },
  { fault: { kind: 'slow', delayMs: 8_000 }, words: 'Answers after 8 seconds' },
  { fault: { kind: 'unclear', method: 'chat.postMessage' }, words: 'Posts, but the answer is lost' },
  { fault: { kind: 'archived', method: 'chat.postMessage' }, words: 'Says that the channel is archived' },
  { fault: { kind: 'deactivated', method: 'chat.postMessage' }, words: 'Says that the account is deactivated' },
];

/** What can go wrong in Slack itself; what its administrators do is done beside the people and channels. */
export function SlackFaults() {
  const { act, isBusy } = useAct();
  const workspace = useQuery(slackQuery).data;
  if (!workspace) return null;
  return (
    <fieldset className="card card-body switches" disabled={isBusy}>
      <legend>Slack</legend>
      {faults.map(({ fault, words }) => (
        <CheckField
          key={fault.kind}
          isSelected={workspace.faults.some(({ kind }) => kind === fault.kind)}
          onChange={(isOn) =>
            void act(() =>
              slackActions.setFaults([
                ...workspace.faults.filter(({ kind }) => kind !== fault.kind),
                ...(isOn ? [fault] : []),
              ]),
            )
          }
        >
          {words}
        </CheckField>
      ))}
      <CheckField
        isSelected={workspace.app === 'revoked'}
        onChange={(isOn) => void act(() => slackActions.setApp(isOn ? 'revoked' : 'installed'))}
      >
        The token is revoked
      </CheckField>
      <CheckField
        isSelected={workspace.app === 'uninstalled'}
        onChange={(isOn) => void act(() => slackActions.setApp(isOn ? 'uninstalled' : 'installed'))}
      >
        The app is removed
      </CheckField>
    </fieldset>
  );
}
