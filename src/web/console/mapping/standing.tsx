import { useState } from 'react';
import { sayProblem } from '../../api/use-command.ts';
import { Badge, Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { say } from '../../ui/toast.tsx';
import type { Meaning } from '../../ui/tone.ts';
import { plural } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useEditing } from './editing.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SwitchOnDialog } from './switch-on-dialog.tsx';
import { handOver } from '../../ui/hand-over.ts';
import { useMappingActs } from './use-mapping-acts.ts';

const on: Meaning = { word: 'On', tone: 'fine', icon: 'circleCheck' };
const off: Meaning = { word: 'Nothing is on', tone: 'neutral', icon: 'minus' };

/** What holds now, what waits to be switched on, and the way from one to the other. */
export function Standing() {
  const { connection, view, content, issues, isChanged, mayEdit, discard } = useEditing();
  const { active, draft } = view;
  const isManager = useIsAtLeast('manager');
  const acts = useMappingActs();
  const [open, setOpen] = useState<'preview' | 'keep' | 'switch' | 'import' | null>(null);
  const close = (): void => setOpen(null);
  const isUnfinished = content.stages?.rules.some(({ stage }) => stage === '') ?? false;
  const isNew = isChanged || draft !== null;
  const exportYaml = async (): Promise<void> => {
    handOver(`${connection.provider}-mapping.yaml`, await acts.asYaml());
    say('Exported as it is on the screen');
  };
  const further: MenuAction[] = [
    { label: 'Export as YAML', icon: 'download', onAction: () => void exportYaml().catch(sayProblem) },
    ...(mayEdit ? [{ label: 'Import YAML', icon: 'copy', onAction: () => setOpen('import') } as const] : []),
    ...(isChanged ? [{ label: 'Drop my changes', icon: 'undo', hasLineAbove: true, onAction: discard } as const] : []),
  ];
  return (
    <div className="card card-body spread">
      <div className="stack-tight">
        <div className="row">
          <h2>{connection.name}</h2>
          <Badge meaning={active ? on : off} />
          {draft && <Tag icon="half">Draft {draft.version}</Tag>}
          {isChanged && (
            <Tag tone="accent" icon="diamond">
              Changed here, not kept yet
            </Tag>
          )}
          {issues.length > 0 && (
            <Tag tone="late" icon="alert">
              {plural(issues.length, 'problem')}
            </Tag>
          )}
        </div>
        <p className="soft">
          {active ? (
            <>
              Version {active.version} since <InstantText at={active.activatedAt} isSince />
              {active.activatedBy && `, by ${active.activatedBy}`}.{' '}
            </>
          ) : (
            'Playbooks decide alone what is written. '
          )}
          {plural(view.followers, 'running onboarding')}.
        </p>
      </div>
      <div className="row">
        {isManager && (
          <Button icon="search" onPress={() => setOpen('preview')} isDisabled={isUnfinished}>
            Preview on a deal
          </Button>
        )}
        {mayEdit && isChanged && (
          <Button onPress={() => setOpen('keep')} isDisabled={isUnfinished}>
            Keep as draft
          </Button>
        )}
        {mayEdit && isNew && (
          <Button look="primary" onPress={() => setOpen('switch')} isDisabled={issues.length > 0}>
            Switch on
          </Button>
        )}
        {isManager && <Menu label="More about this mapping" actions={further} />}
      </div>
      {open === 'preview' && <PreviewPanel onClose={close} />}
      {open === 'keep' && <KeepDialog onClose={close} />}
      {open === 'switch' && <SwitchOnDialog onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </div>
  );
}
