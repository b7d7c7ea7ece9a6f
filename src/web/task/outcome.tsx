import { Link } from '@tanstack/react-router';
import type { TaskLinkView } from '../api/types.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { DateText } from '../ui/date-text.tsx';
import { Icon } from '../ui/icons.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import type { SheetName } from './action-sheet.tsx';

const firstName = (name: string): string => name.split(' ')[0] ?? name;

function wordsOf(did: SheetName, { person, contact }: TaskLinkView): { title: string; text: string } {
  const who = contact ? firstName(contact.name) : 'We';
  switch (did) {
    case 'complete':
      return { title: `Thank you, ${firstName(person.name)}.`, text: 'It is done, and whoever comes next is told.' };
    case 'block':
      return {
        title: 'Good to know.',
        text: `We ask whoever has to provide it, not you. ${who === 'We' ? 'We see' : `${who} sees`} it as well.`,
      };
    case 'snooze':
      return { title: 'Until then.', text: 'You hear nothing about this task before that day.' };
    case 'set-expected':
      return { title: 'Good to know.', text: 'We ask again on that day, not before.' };
    case 'skip':
      return {
        title: 'Skipped.',
        text: `${who === 'We' ? 'We see' : `${who} sees`} your reason and gets back to you if something speaks against it.`,
      };
    case 'reassign':
      return {
        title: 'Handed over.',
        text: 'Your colleague gets a mail with their own link. You need to do nothing more.',
      };
  }
}

/** After doing: what happens next, so that nobody wonders whether it arrived. */
export function Outcome({ view, did, onBack }: { view: TaskLinkView; did: SheetName; onBack: () => void }) {
  const { title, text } = wordsOf(did, view);
  const { unblocks, nextMilestone, onboarding } = view;
  const sides = { customer: 'your side', team: view.companyName, partner: 'partner' };
  return (
    <div className="task-body" role="status">
      <span className={`outcome-icon tone-${did === 'complete' ? 'fine' : 'accent'}`}>
        <Icon name={did === 'complete' ? 'check' : 'arrow'} size={28} />
      </span>
      <section className="stack-tight">
        <h1>{title}</h1>
        <p>{text}</p>
      </section>
      {did === 'complete' && unblocks.length > 0 && (
        <section className="stack-tight">
          <h2>What happens next</h2>
          <ul className="outcome-next">
            {unblocks.map(({ name, side, owner }) => (
              <li key={name}>
                <span className="strong">{name}</span>
                <span className="row soft">
                  {owner ?? 'Nobody yet'} <span className="faint">({sides[side]})</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="task-about">
        <p className="strong">{onboarding.name}</p>
        <ProgressBar share={onboarding.progress} label="Progress of the onboarding" isRoomy />
        {nextMilestone && (
          <p className="soft">
            Next milestone: {nextMilestone.name}
            {nextMilestone.targetOn && (
              <>
                , <DateText on={nextMilestone.targetOn} />
              </>
            )}
          </p>
        )}
      </section>
      <div className="row">
        <Link to="/tasks" className={buttonClass({})}>
          What else waits for me
        </Link>
        <Button look="quiet" onPress={onBack}>
          Back to the task
        </Button>
      </div>
    </div>
  );
}
