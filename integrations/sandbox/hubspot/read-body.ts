import type { z } from 'zod';
import { badRequest, notFound } from './answers.ts';
import { objectTypeOf } from './object-types.ts';
import type { ObjectType } from './state.ts';

export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(`Invalid input JSON: ${issue?.path.join('.')}: ${issue?.message}`);
}

export function readType(name: string | undefined): ObjectType {
  const type = name === undefined ? undefined : objectTypeOf(name);
  if (!type) throw notFound(`Unable to infer object type from: ${name}`);
  return type;
}
