/** Shapes that many answers share. */
import { z } from 'zod';
import { intentKinds, taskTypes } from '../../domain/model.ts';

export const id = z.uuid();
export const localDate = z.iso.date().describe('Local date, YYYY-MM-DD');
export const instant = z.iso.datetime().describe('ISO 8601, UTC');
export const shortText = z.string().trim().min(1).max(200);
export const longText = z.string().trim().min(1).max(5000);
/** JSON in a string; anything else is an issue. */
export const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
});
export const nothing = z.strictObject({});
export const none = z.undefined();

export const side = z.enum(['customer', 'team', 'partner']);
export const staffRole = z.enum(['admin', 'manager', 'member', 'viewer']);
export const onboardingStatus = z.enum(['handoff', 'draft', 'active', 'on_hold', 'live', 'transitioned', 'cancelled']);
export const phaseStatus = z.enum(['not_started', 'in_progress', 'done']);
export const milestoneStatus = z.enum(['not_started', 'in_progress', 'done', 'blocked']);
export const taskStatus = z.enum(['pending', 'in_progress', 'done', 'blocked', 'skipped']);
export const integrationStatus = z.enum([
  'not_started',
  'partially_configured',
  'connected',
  'validated_in_production',
]);
export const healthStatus = z.enum(['on_track', 'at_risk', 'blocked']);
export const taskType = z.enum(taskTypes);
export const intentKind = z.enum(intentKinds);
export const visibility = z.enum(['shared', 'internal']);

export const personRef = z.object({ id, name: z.string(), side, email: z.string() });
export const problem = z.object({ code: z.string(), message: z.string(), fixBy: z.string() });
export const healthReason = z.object({
  factor: z.string(),
  points: z.number(),
  fact: z.string(),
  taskIds: z.array(id),
});
export const health = z.object({
  score: z.number().int().nullable(),
  status: healthStatus.nullable(),
  reasons: z.array(healthReason),
  override: z
    .object({ status: healthStatus, score: z.number(), reason: z.string(), byId: id, until: localDate })
    .nullable(),
});
export const forecast = z.object({ p50: localDate, p80: localDate, criticalTaskIds: z.array(id), basis: z.string() });

export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** problem+json (RFC 9457). */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  details: z.record(z.string(), z.json()).optional().describe('Ids and limits that belong to the code'),
  requestId: z.string(),
});
