import type { z } from 'zod';
import { jsonError } from './answers.ts';

export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw jsonError(`${issue?.path.join('.')}: ${issue?.message}`);
}
