import type { ReactNode } from 'react';
import { crmFieldLabel } from '../../../contracts/crm-field-label.ts';
import { crmValueLabel, withoutMark } from '../../../contracts/crm-value-label.ts';
import type { BackfillItem } from '../../api/types.ts';
import { Fact } from '../../ui/badge.tsx';
import { DateText } from '../../ui/date-text.tsx';
import { SidePanel } from '../../ui/dialog.tsx';
import { money, plural, roleWords } from '../../ui/words.ts';
import { Value } from '../ledger/crm-value.tsx';
import { objectWord } from '../mapping/mapping-words.ts';
import { cautions, type Preview, toldInWords } from './item-words.ts';
import './aboard.css';

interface Props {
  item: BackfillItem;
  preview: Preview;
  onClose: () => void;
}

/** All that taking a deal over would make. */
export function ItemPanel({ item, preview, onClose }: Props) {
  const { name, playbookName, why } = item;
  const { tasks, done, kickoffOn, goLiveOn, people, told } = preview;
  return (
    <SidePanel title={name} onClose={onClose}>
      <div className="stack">
        <h2>{name}</h2>
        <section className="stack-tight">
          <h3>The plan</h3>
          <p>
            <span className="strong">{playbookName ?? 'No playbook'}</span>, {plural(tasks, 'task')}, {done} done.
            Kickoff {kickoffOn ? <DateText on={kickoffOn} /> : 'open'}, go-live{' '}
            {goLiveOn ? <DateText on={goLiveOn} /> : 'open'}.
          </p>
          <p className="soft small">{why}</p>
          {cautions(preview).map((caution) => (
            <Fact key={caution} tone="attention" icon="alert">
              {caution}
            </Fact>
          ))}
        </section>
        <section className="stack-tight">
          <h3>To the CRM</h3>
          <ToCrm preview={preview} />
        </section>
        <section className="stack-tight">
          <h3>Told</h3>
          <p>
            {told === 0 ? 'Nobody hears of it before you publish the plan.' : `${toldInWords(preview)} at once.`}{' '}
            {people.length === 0 && 'Nobody is named yet who would hear of it then.'}
          </p>
          {people.length > 0 && (
            <p>Once you publish it: {people.map(({ name: who, role }) => `${who} (${roleWords(role)})`).join(', ')}</p>
          )}
        </section>
      </div>
    </SidePanel>
  );
}

function ToCrm({ preview: { values, effects, renewal } }: { preview: Preview }) {
  if (values.length + effects.length === 0 && renewal === null) return <p className="soft">Nothing.</p>;
  return (
    <dl className="aboard-facts">
      {values.map(({ object, field, value }) => (
        <Line key={`${object}.${field}`} term={`${objectWord[object]} · ${crmFieldLabel(object, field)}`}>
          <Value value={withoutMark(field, value)} label={crmValueLabel(object, field, value)} />
        </Line>
      ))}
      {effects.map((effect) => (
        <Line key={effect} term="Made at once">
          {effect}
        </Line>
      ))}
      {renewal && (
        <Line term="Made at go-live">
          A renewal deal in {renewal.pipeline}, {renewal.stage}, closing <DateText on={renewal.on} form="absolute" />
          {renewal.amountCents !== null && `, ${money(renewal.amountCents, renewal.currency)}`}
        </Line>
      )}
    </dl>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="faint small cell-wrap">{term}</dt>
      <dd className="cell-wrap">{children}</dd>
    </div>
  );
}
