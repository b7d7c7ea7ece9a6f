/** The deal that a playbook is tried on, as a JSON file. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { isKnownZone } from '../../domain/calendar.ts';
import { inMinorUnits } from '../../domain/money.ts';
import type { SampleDeal } from '../../domain/sample-onboarding.ts';
import { AppError } from '../../errors.ts';

const date = z.iso.date();
const dealFile = z.strictObject({
  name: z.string().min(1),
  /** whole currency units */
  amount: z.number().min(0).optional(),
  currency: z.string().length(3).optional(),
  dealType: z.string().optional(),
  segment: z.string().optional(),
  region: z.string().optional(),
  products: z.array(z.string()).default([]),
  closeOn: date.optional(),
  contractStartOn: date.optional(),
  termMonths: z.number().int().positive().optional(),
  wishedGoLiveOn: date.optional(),
  /** further CRM fields by name */
  fields: z.record(z.string(), z.string()).default({}),
  country: z.string().length(2).optional(),
  timezone: z.string().refine(isKnownZone, 'is not a known time zone').default('UTC'),
  handoff: z.record(z.string(), z.string()).default({}),
  kickoffOn: date.optional(),
  /** who fills which role; without it somebody is in every role */
  roles: z.record(z.string(), z.string()).optional(),
});

/** Reads and checks the file; problems name the file and the field. */
export const readDealFile = async (path: string): Promise<SampleDeal> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('not_found', { message: `The deal file ${path} cannot be read`, cause });
  });
  const file = dealFile.safeParse(parseJson(text, path));
  if (!file.success) {
    const problems = file.error.issues
      .map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`)
      .join('; ');
    throw new AppError('invalid_input', { message: `${path}: ${problems}` });
  }
  const { name, amount, country, timezone, handoff, kickoffOn, roles, products, fields, ...facts } = file.data;
  return {
    deal: {
      name,
      products,
      fields,
      amountCents: amount === undefined ? null : inMinorUnits(amount, facts.currency ?? null),
      currency: facts.currency ?? null,
      dealType: facts.dealType ?? null,
      segment: facts.segment ?? null,
      region: facts.region ?? null,
      closeOn: facts.closeOn ?? null,
      contractStartOn: facts.contractStartOn ?? null,
      termMonths: facts.termMonths ?? null,
      wishedGoLiveOn: facts.wishedGoLiveOn ?? null,
    },
    country: country ?? null,
    timezone,
    handoff,
    kickoffOn: kickoffOn ?? null,
    roles: roles ?? null,
  };
};

const parseJson = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('malformed_request', {
      message: `${path} is no JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`,
      cause,
    });
  }
};
