import { useQuery } from '@tanstack/react-query';
import { amendmentQuery } from '../../api/queries.ts';
import type { Answer } from '../../api/types.ts';
import { sayProblem, useCommand } from '../../api/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { BoneRows } from '../../ui/skeleton.tsx';
import { useOnboarding } from './context.tsx';

type Tasks = Answer<'getAmendment'>['added'];

function List({ title, tasks }: { title: string; tasks: Tasks }) {
  if (tasks.length === 0) return null;
  return (
    <section className="stack">
      <h3>{title}</h3>
      <ul>
        {tasks.map(({ id, name, phase, dueOn }) => (
          <li key={id}>
            {name}
            <span className="cell-sub">
              {phase}
              {dueOn && (
                <>
                  , due <DateText on={dueOn} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the deal as it is now would change in the plan, applied or left by a person. */
export function AmendmentPanel({ onClose }: { onClose: () => void }) {
  const { view } = useOnboarding();
  const query = useQuery(amendmentQuery(view.id));
  const run = useCommand();
  const apply = async (): Promise<void> => {
    await run('apply-amendment', 'onboarding', view.id, {}, { done: 'The plan follows the deal' });
    onClose();
  };
  const leave = async (): Promise<void> => {
    await run('dismiss-problem', 'onboarding', view.id, { code: 'amended' }, { done: 'The plan stays as it is' });
    onClose();
  };
  return (
    <SidePanel title="What the amended deal changes" onClose={onClose}>
      <QueryView query={query} skeleton={<BoneRows rows={4} />}>
        {({ added, dropped, integrations }) => {
          const isEmpty = added.length + dropped.length + integrations.length === 0;
          return (
            <div className="stack">
              {isEmpty && <p>The playbook asks for nothing else: the plan fits the deal as it is now.</p>}
              <List title="Comes into the plan" tasks={added} />
              <List title="Is not needed any more, and would be skipped" tasks={dropped} />
              {integrations.length > 0 && <p>To be connected as well: {integrations.join(', ')}.</p>}
              {!isEmpty && (
                <p className="faint small">
                  Dates, owners and what is done stay. The people of new tasks hear of them.
                </p>
              )}
              {view.can.includes('apply-amendment') && (
                <div className="row">
                  <Button look="primary" onPress={() => void apply().catch(sayProblem)}>
                    {isEmpty ? 'Close' : 'Change the plan'}
                  </Button>
                  {!isEmpty && <Button onPress={() => void leave().catch(sayProblem)}>Leave the plan as it is</Button>}
                </div>
              )}
            </div>
          );
        }}
      </QueryView>
    </SidePanel>
  );
}
