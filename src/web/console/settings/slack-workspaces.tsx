import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { write } from '../../api/client.ts';
import { keys, slackWorkspacesQuery } from '../../api/queries.ts';
import type { SlackWorkspace } from '../../api/types.ts';
import { Badge, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { FormDialog } from '../../ui/dialog.tsx';
import { Facts, Section } from '../../ui/page.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { useIsAtLeast } from '../me.tsx';
import { ConnectSlack } from './connect-slack.tsx';

const standing = ({ disconnectedAt, missingScopes }: SlackWorkspace): Meaning =>
  disconnectedAt !== null
    ? { word: 'Disconnected', tone: 'neutral', icon: 'minus' }
    : missingScopes.length > 0
      ? { word: 'Not fully there', tone: 'attention', icon: 'alert' }
      : { word: 'Connected', tone: 'fine', icon: 'circleCheck' };

/** Where people hear from us in Slack. Nothing where Slack is off and always was. */
export function SlackWorkspaces({ installPath }: { installPath: string | null }) {
  const workspaces = useQuery(slackWorkspacesQuery).data?.items ?? [];
  if (workspaces.length === 0 && installPath === null) return null;
  return (
    <Section title="Slack">
      {workspaces.map((workspace) => (
        <WorkspaceCard key={workspace.teamId} workspace={workspace} />
      ))}
      <ConnectSlack installPath={installPath} />
    </Section>
  );
}

function WorkspaceCard({ workspace }: { workspace: SlackWorkspace }) {
  const { name, teamId, disconnectedAt, missingScopes } = workspace;
  const isAdmin = useIsAtLeast('admin');
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="card card-body stack">
      <div className="spread">
        <div className="row">
          <h3>{name}</h3>
          <Badge meaning={standing(workspace)} />
          <Tag>{teamId}</Tag>
        </div>
        {isAdmin && disconnectedAt === null && <Button onPress={() => setIsAsking(true)}>Disconnect</Button>}
      </div>
      {disconnectedAt !== null && (
        <p className="soft">
          Since <InstantText at={disconnectedAt} isSince isReal />:{' '}
          {workspace.disconnectedReason ?? 'the app was removed'}. Messages go by mail until the app is installed again.
        </p>
      )}
      {disconnectedAt === null && missingScopes.length > 0 && (
        <p className="soft">
          The app lacks {missingScopes.join(', ')}. Take over the manifest of this version and install it again.
        </p>
      )}
      <Facts
        items={[
          {
            word: 'Installed',
            fact: (
              <>
                <InstantText at={workspace.installedAt} isReal />{' '}
                {workspace.installedBy === null ? 'by the configured token' : `by ${workspace.installedBy}`}
              </>
            ),
          },
          { word: 'Last event', fact: <InstantText at={workspace.lastEventAt} none="None yet" /> },
          { word: 'May', fact: <span className="cell-wrap small">{workspace.scopes.join(', ')}</span> },
        ]}
      />
      {isAsking && <Disconnect workspace={workspace} onClose={() => setIsAsking(false)} />}
    </div>
  );
}

function Disconnect({ workspace: { name, teamId }, onClose }: { workspace: SlackWorkspace; onClose: () => void }) {
  const queries = useQueryClient();
  const disconnect = async () => {
    await write('disconnectSlackWorkspace', 'POST', `/slack/workspaces/${teamId}/disconnect`, {});
    say('Disconnected; messages go by mail');
    await queries.invalidateQueries({ queryKey: keys.system });
  };
  return (
    <FormDialog title={`Disconnect ${name}`} verb="Disconnect" onClose={onClose} onSubmit={disconnect}>
      <p>
        Slack takes our token back, and we forget it. Buttons in messages that stand there do nothing any more; what
        people are to hear goes by mail. To undo it, somebody has to install the app again.
      </p>
    </FormDialog>
  );
}
