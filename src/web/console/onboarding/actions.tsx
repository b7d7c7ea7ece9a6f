import { type ReactNode, useState } from 'react';
import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { CommandName } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icons.tsx';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { useOnboarding } from './context.tsx';
import { ApproveGoLive, Cancel, Hold, Publish } from './dialogs.tsx';
import { OverrideHealth } from './health-dialog.tsx';
import { ChoosePlaybook, SetKickoff, SetTarget } from './plan-dialogs.tsx';

const dialogs = {
  publish: Publish,
  hold: Hold,
  cancel: Cancel,
  'approve-go-live': ApproveGoLive,
  'override-health': OverrideHealth,
  'set-kickoff': SetKickoff,
  'set-target-go-live': SetTarget,
  'choose-playbook': ChoosePlaybook,
};
type DialogName = keyof typeof dialogs;

const inMenu: readonly { name: DialogName; label: string; icon: IconName; isDanger?: boolean }[] = [
  { name: 'set-kickoff', label: 'Move the kickoff', icon: 'calendar' },
  { name: 'set-target-go-live', label: 'Set the agreed go-live', icon: 'flag' },
  { name: 'override-health', label: 'Set health by hand', icon: 'alert' },
  { name: 'choose-playbook', label: 'Choose another playbook', icon: 'book' },
  { name: 'hold', label: 'Put on hold', icon: 'pause' },
  { name: 'cancel', label: 'Cancel the onboarding', icon: 'close', isDanger: true },
];

export function OnboardingActions() {
  const { view } = useOnboarding();
  const run = useCommand();
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const may = (name: CommandName): boolean => view.can.includes(name);
  const { id } = view;
  const press = (sent: Promise<unknown>) => void sent.catch(sayProblem);
  const resume = () =>
    press(run('resume', 'onboarding', id, {}, { done: 'Resumed; open dates moved by the days on hold' }));
  const setUrgent = (isUrgent: boolean): Promise<unknown> =>
    run(
      'set-urgent',
      'onboarding',
      id,
      { isUrgent },
      { done: isUrgent ? 'Chasing is urgent now' : 'Chasing is back to normal', undo: () => setUrgent(!isUrgent) },
    );

  const primary: ReactNode = may('publish') ? (
    <Button look="primary" icon="play" onPress={() => setDialog('publish')}>
      Publish plan
    </Button>
  ) : may('resume') ? (
    <Button look="primary" icon="play" onPress={resume}>
      Resume
    </Button>
  ) : may('approve-go-live') && view.goLive.isReady ? (
    <Button look="primary" icon="flag" onPress={() => setDialog('approve-go-live')}>
      Approve go-live
    </Button>
  ) : null;
  const actions: MenuAction[] = [
    ...(may('set-urgent')
      ? [
          {
            label: view.isUrgent ? 'Chase normally again' : 'Chase urgently',
            icon: 'bolt' as const,
            onAction: () => press(setUrgent(!view.isUrgent)),
          },
        ]
      : []),
    ...inMenu
      .filter(({ name }) => may(name))
      .map(({ name, label, icon, isDanger }) => ({
        label,
        icon,
        ...(isDanger && { isDanger, hasLineAbove: true }),
        onAction: () => setDialog(name),
      })),
  ];
  const Open = dialog && dialogs[dialog];
  return (
    <div className="row">
      {primary}
      <Menu label="More actions" actions={actions} />
      {Open && <Open view={view} onClose={() => setDialog(null)} />}
    </div>
  );
}
