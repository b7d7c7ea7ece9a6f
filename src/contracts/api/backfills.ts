/** Coming aboard: deals that were won before Gangway came, looked through, chosen and taken over. */
import { z } from 'zod';
import { dateOrders, type OpenDates } from '../../domain/sheet-dates.ts';
import { endpoint, manager, viewer } from './endpoint.ts';
import { id, instant, localDate, none, nothing, page, pageQuery } from './values.ts';

const byId = z.object({ backfillId: id });
const state = z.enum(['new', 'looking', 'ready', 'running', 'stopped', 'done']);
const itemState = z.enum(['open', 'chosen', 'started', 'left', 'failed']);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What taking it over would make, told by doing it and undoing it again. */
export const aboardPreview = z.object({
  tasks: z.number().int(),
  done: z.number().int(),
  kickoffOn: localDate.nullable(),
  goLiveOn: localDate.nullable(),
  writes: z.number().int().describe('Values that the CRM would be given'),
  told: z.number().int().describe('Messages that would be planned before a person publishes the plan'),
  problems: z.array(z.string()),
  unmatched: z.array(z.string()).describe('Tasks of the sheet that the plan has not'),
  unknownOwners: z
    .array(z.string())
    .default([])
    .describe('Owners of the sheet whom nobody goes by who may have their tasks'),
  unreadDates: z.array(z.string()).default([]).describe('What the sheet has for a date and is none that can be read'),
  values: z
    .array(z.object({ object: z.enum(['deal', 'company']), field: z.string(), value: scalar }))
    .default([])
    .describe('What the CRM would be given, field by field'),
  effects: z.array(z.string()).default([]).describe('Notes, tasks and deals that would be made in the CRM at once'),
  renewal: z
    .object({
      on: localDate,
      pipeline: z.string(),
      stage: z.string(),
      amountCents: z.number().nullable(),
      currency: z.string().nullable(),
    })
    .nullable()
    .default(null)
    .describe('The deal that go-live would create, on the day it is planned for'),
  people: z
    .array(z.object({ name: z.string(), role: z.string() }))
    .default([])
    .describe('Who hears of it once a person publishes the plan'),
});
export type AboardPreview = z.output<typeof aboardPreview>;

export const backfillView = z.object({
  id,
  connectionId: id,
  connectionName: z.string(),
  state,
  wonSince: localDate,
  hasSheet: z.boolean(),
  emptyRows: z.number().int().describe('Rows of the table without a customer or a task, which say nothing'),
  unmatched: z
    .array(z.object({ name: z.string(), rows: z.number().int() }))
    .describe('Customers of the table that are none of the deals; known once all were looked through'),
  error: z.string().nullable().describe('Why it stopped by itself; it goes on when it is resumed'),
  createdAt: instant,
  finishedAt: instant.nullable(),
  counts: z.object({
    open: z.number().int(),
    chosen: z.number().int(),
    started: z.number().int(),
    left: z.number().int(),
    failed: z.number().int(),
  }),
});
export const backfillItem = z.object({
  dealId: z.string(),
  name: z.string(),
  state: itemState,
  why: z.string(),
  playbookName: z.string().nullable(),
  playbookKey: z.string().nullable().describe('Chosen by a person; null: the rules chose'),
  preview: aboardPreview.nullable(),
  onboardingId: id.nullable(),
});

const column = z.string().min(1).max(200);
/** Which column says what; see domain/aboard-sheet.ts. */
export const aboardColumns = z.strictObject({
  customer: column,
  task: column,
  status: column.nullable(),
  doneOn: column.nullable(),
  dueOn: column.nullable(),
  owner: column.nullable(),
  startOn: column.nullable(),
  doneWords: z.array(z.string().max(60)).max(50),
  dateOrder: z
    .enum(dateOrders)
    .nullable()
    .default(null)
    .describe('How dates such as 11/02/2026 are meant; null: they are not read'),
});
/** Answer of `POST /backfills/sheet`, which keeps nothing. */
export interface SheetView {
  columns: string[];
  rows: number;
  /** the first ones, in the order of the columns */
  shown: string[][];
  guess: z.output<typeof aboardColumns>;
  /** columns whose dates could be read in two ways */
  openDates: ({ column: string } & OpenDates)[];
}

const tag = 'Coming aboard';
export const listBackfills = endpoint({
  id: 'listBackfills',
  method: 'get',
  path: '/backfills',
  tag,
  summary: 'Backfills, newest first',
  access: viewer,
  params: nothing,
  query: nothing,
  body: none,
  status: 200,
  response: z.object({ items: z.array(backfillView) }),
});
export const createBackfill = endpoint({
  id: 'createBackfill',
  method: 'post',
  path: '/backfills',
  tag,
  summary: 'Look through the deals won since a day; with a sheet to follow, it waits for that',
  access: manager,
  params: nothing,
  query: nothing,
  status: 201,
  body: z.strictObject({ connectionId: id, wonSince: localDate, withSheet: z.boolean().default(false) }),
  response: z.object({ backfillId: id }),
});
export const listBackfillItems = endpoint({
  id: 'listBackfillItems',
  method: 'get',
  path: '/backfills/:backfillId/items',
  tag,
  summary: 'What was found, with what taking it over would make; first what can be taken over',
  access: viewer,
  params: byId,
  query: pageQuery.extend({ state: itemState.optional() }),
  body: none,
  status: 200,
  response: page(backfillItem),
});
export const runBackfill = endpoint({
  id: 'runBackfill',
  method: 'post',
  path: '/backfills/:backfillId/run',
  tag,
  summary: 'Take over these deals, or all that are open, once all were looked through',
  access: manager,
  params: byId,
  query: nothing,
  status: 200,
  body: z.strictObject({ dealIds: z.array(z.string().max(60)).min(1).max(5000).optional() }),
  response: z.object({ chosen: z.number().int() }),
});
export const choosePlaybookAboard = endpoint({
  id: 'choosePlaybookAboard',
  method: 'put',
  path: '/backfills/:backfillId/playbook',
  tag,
  summary: 'Another playbook for deals that are not aboard yet, and another look at them with it',
  access: manager,
  params: byId,
  query: nothing,
  body: z.strictObject({
    dealIds: z.array(z.string().max(60)).min(1).max(50),
    playbookKey: z.string().max(100).nullable().describe('null: the rules choose again'),
  }),
  status: 204,
  response: none,
});
export const stopBackfill = endpoint({
  id: 'stopBackfill',
  method: 'post',
  path: '/backfills/:backfillId/stop',
  tag,
  summary: 'Stop after the present batch; what was taken over stays',
  access: manager,
  params: byId,
  query: nothing,
  body: nothing,
  status: 204,
  response: none,
});
export const resumeBackfill = endpoint({
  id: 'resumeBackfill',
  method: 'post',
  path: '/backfills/:backfillId/resume',
  tag,
  summary: 'Go on where it was stopped',
  access: manager,
  params: byId,
  query: nothing,
  body: nothing,
  status: 204,
  response: none,
});
