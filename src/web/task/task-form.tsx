import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { linkCommand } from '../api/client.ts';
import { taskLinkQuery } from '../api/link-queries.ts';
import type { TaskLinkView } from '../api/types.ts';
import { sayProblem } from '../api/use-command.ts';
import { Fact } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { DateField } from '../ui/date-field.tsx';
import { TextField } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { say } from '../ui/toast.tsx';

type Form = NonNullable<TaskLinkView['form']>;
type Field = Form['fields'][number];
type Answers = Readonly<Record<string, string>>;

/** The answers as one comment: whoever looks after the customer reads it like everything else that was written. */
const inWords = ({ title, fields }: Form, answers: Answers): string =>
  [
    title,
    ...fields.flatMap(({ key, label }) => (answers[key]?.trim() ? [`${label}:\n${answers[key].trim()}`] : [])),
  ].join('\n\n');

const isAnswered = ({ comments }: TaskLinkView, { title }: Form): boolean =>
  comments.some(({ body }) => body.startsWith(`${title}\n`));

interface Props {
  view: TaskLinkView;
  form: Form;
  token: string;
  onUnsent: (isUnsent: boolean) => void;
}

export default function TaskForm({ view, form, token, onUnsent }: Props) {
  const queries = useQueryClient();
  const [answers, setAnswers] = useState<Answers>({});
  const [isOpen, setIsOpen] = useState(() => !isAnswered(view, form));
  const [isBusy, setIsBusy] = useState(false);
  const hasAnswers = Object.values(answers).some((answer) => answer.trim() !== '');
  useEffect(() => onUnsent(hasAnswers), [hasAnswers, onUnsent]);
  const send = () => {
    setIsBusy(true);
    linkCommand('comment', token, { body: inWords(form, answers) })
      .then(() => {
        setAnswers({});
        setIsOpen(false);
        say('Your answers are sent');
        return queries.invalidateQueries(taskLinkQuery(token));
      }, sayProblem)
      .finally(() => setIsBusy(false));
  };
  return (
    <section className="stack">
      <h2>{form.title}</h2>
      {isOpen ? (
        <>
          {form.fields.map((field) => (
            <Asked
              key={field.key}
              field={field}
              value={answers[field.key] ?? ''}
              onChange={(value) => setAnswers((before) => ({ ...before, [field.key]: value }))}
            />
          ))}
          <div>
            <Button isPending={isBusy} isDisabled={!hasAnswers} onPress={send}>
              Send answers
            </Button>
          </div>
        </>
      ) : (
        <>
          <Fact tone="fine" icon="circleCheck">
            Answered: your words stand below
          </Fact>
          <div>
            <Button onPress={() => setIsOpen(true)}>Add or correct answers</Button>
          </div>
        </>
      )}
    </section>
  );
}

function Asked({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const { label, kind, required: isRequired, options } = field;
  switch (kind) {
    case 'choice':
      return (
        <SelectField
          label={label}
          isRequired={isRequired}
          choices={options.map((option) => ({ key: option, label: option }))}
          value={value || null}
          onChange={onChange}
        />
      );
    case 'date':
      return (
        <DateField label={label} isRequired={isRequired} value={value || null} onChange={(on) => onChange(on ?? '')} />
      );
    case 'number':
      return (
        <NumberField
          label={label}
          isRequired={isRequired}
          isWhole={false}
          value={value === '' ? null : Number(value)}
          onChange={(number) => onChange(number === null ? '' : String(number))}
        />
      );
    case 'file':
      return (
        <p className="soft">
          {label}: add it under Documents{!isRequired && <span className="faint"> optional</span>}
        </p>
      );
    case 'text':
    case 'long_text':
    case 'email':
      return (
        <TextField
          label={label}
          isRequired={isRequired}
          value={value}
          onChange={onChange}
          {...(kind === 'long_text' ? { lines: 3 } : { type: kind })}
        />
      );
  }
}
