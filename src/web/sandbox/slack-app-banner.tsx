import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/states.tsx';
import { slackActions, type SlackWorkspace } from './slack-api.ts';
import { useAct } from './use-act.ts';

const titles = {
  uninstalled: 'Gangway was removed from this workspace',
  revoked: 'Gangway’s token was revoked',
} as const;

export function SlackAppBanner({ app }: { app: SlackWorkspace['app'] }) {
  const { act, isBusy } = useAct();
  if (app === 'installed') return null;
  return (
    <Banner
      tone="attention"
      title={titles[app]}
      action={
        <Button
          size="small"
          isPending={isBusy}
          onPress={() =>
            void act(
              () => slackActions.setApp('installed'),
              'Installed; Gangway tries its token again within half a minute',
            )
          }
        >
          Install it again
        </Button>
      }
    >
      Until it is installed again, people hear by mail what they would have heard here.
    </Banner>
  );
}
