/** What was stored by earlier versions is chased as it was. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parsePlaybook } from '../../../src/contracts/playbook.ts';
import type { Playbook } from '../../../src/domain/playbook.ts';
import { simulate } from '../../../src/domain/simulate.ts';
import { behaviours } from '../../../src/domain/simulate/behaviour.ts';
import { deal } from './fixtures.ts';

const folder = join(import.meta.dirname, 'stored');
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
/** The body of a version as it lies in the database since before format 2, and what it led to then. */
const stored: { playbook: Playbook; messages: Record<keyof typeof behaviours, string[]> } = JSON.parse(
  text('format-1.json'),
);
/** News of health and milestones follows rules of its own, and may take the day's one message. */
const news = /\| (?:health_turned|forecast_slipped|milestone_at_risk|milestone_done|go_live|go_live_request) \|/;
const withoutNews = (lines: readonly string[]): string[] => lines.filter((line) => !news.test(line));

it.each(['typical', 'slow', 'silent'] as const)('a version stored in format 1 says the same to %s people', (name) => {
  const sample = { deal: deal(), country: 'DE', timezone: 'Europe/Berlin', handoff: {}, kickoffOn: null, roles: null };
  const { messages, outcome } = simulate(
    structuredClone(stored.playbook),
    sample,
    behaviours[name],
    '2026-03-02T09:00:00.000Z',
    { days: 45 },
  );
  const lines = messages.map(({ at, to, digest, kind, subject, rule }) =>
    [at, to.name, digest, kind, subject ?? '–', rule].join(' | '),
  );
  expect(withoutNews([...lines, outcome])).toEqual(withoutNews(stored.messages[name]));
});

it('a file of format 1 is read into the very version that is stored, so that no new one is made of it', () => {
  const parsed = parsePlaybook(text('format-1.yaml'), 'format-1.yaml');
  expect(parsed.ok && JSON.stringify(parsed.playbook)).toBe(JSON.stringify(stored.playbook));
});
