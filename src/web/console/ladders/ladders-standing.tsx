import { useState } from 'react';
import { noOwnLadders } from '../../../contracts/ladder-rules.ts';
import { sayProblem } from '../../api/use-command.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { handOver } from '../../ui/hand-over.ts';
import { Menu, type MenuAction } from '../../ui/menu.tsx';
import { Banner } from '../../ui/states.tsx';
import { say } from '../../ui/toast.tsx';
import { plural } from '../../ui/words.ts';
import { ImportLadders } from './import-ladders.tsx';
import { useLadders } from './ladder-changes.ts';
import { SaveLadders } from './save-ladders.tsx';

/** What holds now, what was changed here, and the way from one to the other. */
export function LaddersStanding({ onTry }: { onTry: (() => void) | null }) {
  const { detail, view, issues, isChanged, mayEdit, change, discard, asYaml } = useLadders();
  const [open, setOpen] = useState<'save' | 'import' | null>(null);
  const close = (): void => setOpen(null);
  const exportYaml = async (): Promise<void> => {
    handOver(`${detail.key}-ladders.yaml`, await asYaml());
    say('Exported what differs from the files');
  };
  const further: MenuAction[] = [
    { label: 'Export as YAML', icon: 'download', onAction: () => void exportYaml().catch(sayProblem) },
    { label: 'Import YAML', icon: 'copy', onAction: () => setOpen('import') },
    { label: 'All as the files say', icon: 'undo', hasLineAbove: true, onAction: () => change(noOwnLadders) },
    ...(isChanged ? [{ label: 'Drop my changes', icon: 'close', onAction: discard } as const] : []),
  ];
  return (
    <>
      <div className="card card-body spread">
        <div className="stack-tight">
          <div className="row">
            <span className="strong">Version {view.version}</span>
            {isChanged && (
              <Tag tone="accent" icon="diamond">
                Changed here, not saved yet
              </Tag>
            )}
            {issues.length > 0 && (
              <Tag tone="late" icon="alert">
                {plural(issues.length, 'problem')}
              </Tag>
            )}
          </div>
          <p className="soft">
            <InstantText at={view.savedAt} />, {view.savedBy ? `by ${view.savedBy}` : 'from the playbook’s file'}
            {view.note && `: ${view.note}`}
          </p>
        </div>
        <div className="row">
          {onTry && (
            <Button icon="play" onPress={onTry}>
              Try it
            </Button>
          )}
          {mayEdit && isChanged && (
            <Button look="primary" isDisabled={issues.length > 0} onPress={() => setOpen('save')}>
              Save
            </Button>
          )}
          {mayEdit && <Menu label="More about these ladders" actions={further} />}
        </div>
      </div>
      {view.file === null && (
        <Banner tone="late" title="The playbook’s files cannot be read, so nothing can be changed here">
          What is in use goes on as it is.
        </Banner>
      )}
      {issues.length > 0 && (
        <Banner tone="late" title="It cannot be saved like this">
          <ul className="issue-list">
            {issues.map(({ file, line, path, message }) => (
              <li key={path + message}>
                {path}: {message} <span className="faint">({line === null ? file : `${file}, line ${line}`})</span>
              </li>
            ))}
          </ul>
        </Banner>
      )}
      {open === 'save' && <SaveLadders onClose={close} />}
      {open === 'import' && <ImportLadders onClose={close} />}
    </>
  );
}
