import { useState } from 'react';
import type { Ladder } from '../../api/types.ts';
import { Tag } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { plainWords } from '../../ui/words.ts';
import { capWords, rungWords } from '../playbooks/playbook-words.ts';
import { useLadders } from './ladder-changes.ts';
import { LadderPanel } from './ladder-panel.tsx';
import { LadderUse } from './ladder-use.tsx';
import './ladders.css';

/** How people are chased: which tasks go by which ladder, and what each ladder says. */
export function Ladders() {
  const { whole, mayEdit } = useLadders();
  const [open, setOpen] = useState<{ name: string | null } | null>(null);
  return (
    <>
      <Section title="Who goes by which ladder">
        <LadderUse />
      </Section>
      <Section
        title="What each ladder says"
        actions={
          mayEdit && (
            <Button icon="plus" onPress={() => setOpen({ name: null })}>
              Add a ladder
            </Button>
          )
        }
      >
        <div className="ladders">
          {Object.entries(whole.ladders).map(([name, ladder]) => (
            <LadderCard key={name} name={name} ladder={ladder} onOpen={() => setOpen({ name })} />
          ))}
        </div>
        <p className="faint small">
          Always stops a ladder: the task is done, skipped, snoozed or blocked (then whoever owns the blocker is asked),
          the onboarding is on hold or over, or its owner is away without a stand-in. Another due date or owner begins
          it anew.
        </p>
      </Section>
      {open && <LadderPanel name={open.name} onClose={() => setOpen(null)} />}
    </>
  );
}

function LadderCard({ name, ladder, onOpen }: { name: string; ladder: Ladder; onOpen: () => void }) {
  const { own, view, mayEdit } = useLadders();
  const { rungs, urgent, caps } = ladder;
  const isOwn = own.ladders[name] !== undefined;
  return (
    <section className="card card-body stack-tight">
      <div className="spread">
        <h3 className="row">
          {plainWords(name)}
          {urgent && (
            <Tag tone="attention" icon="bolt">
              Urgent
            </Tag>
          )}
          {isOwn && <Tag tone="accent">{view.file?.ladders[name] ? 'Changed here' : 'Written here'}</Tag>}
        </h3>
        {mayEdit && (
          <Button size="small" onPress={onOpen} aria-label={`Change ${plainWords(name)}`}>
            Change
          </Button>
        )}
      </div>
      <Rungs ladder={ladder} />
      {rungs.length === 0 && <p className="soft">It says nothing.</p>}
      {caps && Object.keys(caps).length > 0 && <p className="soft">Asks one person {capWords(caps)}.</p>}
    </section>
  );
}

function Rungs({ ladder }: { ladder: Ladder }) {
  return (
    <ol className="rungs">
      {ladder.rungs.map((rung) => {
        const { when, what } = rungWords(rung);
        return (
          <li key={when + what}>
            <span className="soft">{when}</span>
            <span>{what}</span>
          </li>
        );
      })}
    </ol>
  );
}
