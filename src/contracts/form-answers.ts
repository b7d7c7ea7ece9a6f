/** What a task's form takes, as a schema of what it asks. */
import { z } from 'zod';
import type { TaskForm } from '../domain/task-form.ts';

type Field = TaskForm['fields'][number];

const needed = 'This is needed';
const text = z.string(needed).trim().min(1, needed).max(5000, 'At most 5,000 characters');

function answer({ kind, options }: Field): z.ZodType<string, string> {
  switch (kind) {
    case 'text':
    case 'long_text':
      return text;
    case 'email':
      return text.pipe(z.email('This is no email address'));
    case 'date':
      return text.pipe(z.iso.date('This is no date'));
    case 'number':
      return text.refine((value) => Number.isFinite(Number(value)), 'This is no number');
    case 'choice':
      return text.pipe(z.enum(options, 'This is none of the choices'));
    case 'file':
      return z.never('Files are added to the documents of the task');
  }
}

/** A blank is no answer. */
const answerIfAny = (field: Field) =>
  z
    .string()
    .transform((value) => (value.trim() === '' ? undefined : value))
    .optional()
    .pipe(answer(field).optional());

/** Once they were sent, single answers may be added or corrected. @param isFirst all that is required is needed */
export const formAnswers = ({ fields }: TaskForm, isFirst: boolean) =>
  z.strictObject({
    answers: z
      .strictObject(
        Object.fromEntries(
          fields.map((field) => [
            field.key,
            isFirst && field.required && field.kind !== 'file' ? answer(field) : answerIfAny(field),
          ]),
        ),
      )
      .refine((answers) => Object.values(answers).some((value) => value !== undefined), 'Answer something'),
  });
