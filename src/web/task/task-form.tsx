import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError, linkCommand } from '../api/client.ts';
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
import { useDraft } from './form-draft.ts';

type Form = NonNullable<TaskLinkView['form']>;
type Field = Form['fields'][number];

interface Props {
  view: TaskLinkView;
  form: Form;
  token: string;
  onUnsent: (isUnsent: boolean) => void;
}

const wrong = '[aria-invalid="true"], [data-invalid] button';

export default function TaskForm({ view, form, token, onUnsent }: Props) {
  const queries = useQueryClient();
  const [answers, setAnswers] = useDraft(`${view.task.id}.${view.person.id}`);
  const hasAnswers = Object.values(answers).some((answer) => answer.trim() !== '');
  const [isOpen, setIsOpen] = useState(!form.isAnswered || hasAnswers);
  const [isBusy, setIsBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string | undefined>>({});
  useEffect(() => onUnsent(hasAnswers), [hasAnswers, onUnsent]);
  const section = useRef<HTMLElement>(null);
  const refused = (error: unknown) => {
    const fields = error instanceof ApiError ? error.fields : [];
    setErrors(Object.fromEntries(fields.map(({ path, message }) => [path.replace(/^answers\./, ''), message])));
    if (fields.length === 0) sayProblem(error);
    else requestAnimationFrame(() => section.current?.querySelector<HTMLElement>(wrong)?.focus());
  };
  const send = () => {
    setIsBusy(true);
    const asked = new Map(form.fields.map(({ key }) => [key, answers[key] ?? '']));
    linkCommand('answer-form', token, { answers: Object.fromEntries(asked) })
      .then(() => {
        queries.setQueryData(
          taskLinkQuery(token).queryKey,
          (known) => known && { ...known, form: { ...form, isAnswered: true } },
        );
        setAnswers({});
        setErrors({});
        setIsOpen(false);
        say('Your answers are sent');
        return queries.invalidateQueries(taskLinkQuery(token));
      }, refused)
      .finally(() => setIsBusy(false));
  };
  return (
    <section className="stack" ref={section}>
      <h2>{form.title}</h2>
      {isOpen ? (
        <>
          {form.fields.map((field) => (
            <Asked
              key={field.key}
              field={field}
              value={answers[field.key] ?? ''}
              error={errors[field.key]}
              onChange={(value) => {
                setAnswers({ ...answers, [field.key]: value });
                setErrors({ ...errors, [field.key]: undefined });
              }}
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

interface AskedProps {
  field: Field;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Asked({ field, value, error, onChange }: AskedProps) {
  const { label, kind, required: isRequired, options } = field;
  switch (kind) {
    case 'choice':
      return (
        <SelectField
          label={label}
          isRequired={isRequired}
          error={error}
          choices={options.map((option) => ({ key: option, label: option }))}
          value={value || null}
          onChange={onChange}
        />
      );
    case 'date':
      return (
        <DateField
          label={label}
          isRequired={isRequired}
          error={error}
          value={value || null}
          onChange={(on) => onChange(on ?? '')}
        />
      );
    case 'number':
      return (
        <NumberField
          label={label}
          isRequired={isRequired}
          error={error}
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
          error={error}
          value={value}
          onChange={onChange}
          {...(kind === 'long_text' ? { lines: 3 } : { type: kind })}
        />
      );
  }
}
