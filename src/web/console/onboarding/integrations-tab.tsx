import { sayProblem, useCommand } from '../../api/use-command.ts';
import type { IntegrationItemView, IntegrationStatus } from '../../api/types.ts';
import { Badge } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { CheckField } from '../../ui/field.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { integrationMeaning, plainWords, roleWords } from '../../ui/words.ts';
import { useIsAtLeast } from '../me.tsx';
import { useOnboarding } from './context.tsx';
import './integrations-tab.css';

const statuses: readonly IntegrationStatus[] = [
  'not_started',
  'partially_configured',
  'connected',
  'validated_in_production',
];

export function IntegrationsTab() {
  const { view } = useOnboarding();
  const bySystem = Map.groupBy(view.integrationItems, ({ name }) => name);
  if (bySystem.size === 0)
    return (
      <EmptyState icon="integration" title="No systems to connect">
        Playbooks with integration items list them here, each with its checks, per environment.
      </EmptyState>
    );
  return (
    <div className="systems">
      {[...bySystem].map(([name, items]) => (
        <section key={name} className="card system" aria-label={name}>
          <h2>{name}</h2>
          {items.map((item) => (
            <Environment key={item.id} item={item} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Environment({ item }: { item: IntegrationItemView }) {
  const run = useCommand();
  const mayChange = useIsAtLeast('member');
  const done = item.checks.filter(({ doneAt }) => doneAt).length;
  const setCheck = (check: string, isDone: boolean) =>
    void run(
      'set-check',
      'integration-item',
      item.id,
      { check, isDone },
      {
        done: isDone ? 'Checked' : 'Unchecked',
        undo: () => run('set-check', 'integration-item', item.id, { check, isDone: !isDone }),
      },
    ).catch(sayProblem);
  const setStatus = (status: IntegrationStatus) =>
    void run(
      'set-status',
      'integration-item',
      item.id,
      { status },
      {
        done: `${item.name}: ${integrationMeaning[status].word.toLowerCase()}`,
        undo: () => run('set-status', 'integration-item', item.id, { status: item.status }),
      },
    ).catch(sayProblem);
  return (
    <div className="environment">
      <div className="spread">
        <h3>{plainWords(item.environment)}</h3>
        <Badge meaning={integrationMeaning[item.status]} />
      </div>
      {item.checks.length > 0 && (
        <ProgressBar
          share={done / item.checks.length}
          label={`Checks of ${item.name}, ${item.environment}`}
          words={`${done} of ${item.checks.length}`}
        />
      )}
      <ul className="stack-tight">
        {item.checks.map(({ key, name, doneAt }) => (
          <li key={key} className="spread">
            <CheckField
              isSelected={doneAt !== null}
              isDisabled={!mayChange}
              onChange={(isDone) => setCheck(key, isDone)}
            >
              {name}
            </CheckField>
            {doneAt && (
              <span className="faint small">
                <InstantText at={doneAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {item.note && <p className="soft">{item.note}</p>}
      <div className="spread">
        <span className="faint small">{roleWords(item.ownerRole)}</span>
        {mayChange && (
          <SelectField
            label={`Status of ${item.name}, ${item.environment}`}
            isInline
            value={item.status}
            onChange={setStatus}
            choices={statuses.map((key) => ({
              key,
              label: integrationMeaning[key].word,
              icon: integrationMeaning[key].icon,
            }))}
          />
        )}
      </div>
    </div>
  );
}
