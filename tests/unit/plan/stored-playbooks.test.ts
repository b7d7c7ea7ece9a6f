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
/**
 * What is told otherwise since then. That it is live is part of the day's one message. The CSM hears of milestones at
 * risk, and of health that turns once the day of go-live has passed; that news takes the day's one message, so what
 * comes up later on that day waits for the next one.
 */
const csm = 'Customer success manager | digest';
const atRisk = ['First use', 'Live'].map(
  (name) =>
    `2026-03-11T08:00:00.000Z | ${csm} | milestone_at_risk | – | as things go “${name}” is reached after its date`,
);
const turned = `2026-03-20T08:00:00.000Z | ${csm} | health_turned | – | health turned from on track to at risk`;
const reached = `${csm} | milestone_done | – | “First use” was reached`;
const live = `${csm} | go_live | – | go-live was approved`;
const since: Record<'typical' | 'slow' | 'silent', { added: string[]; gone: string[] }> = {
  // go-live was approved on that day, so nobody is asked for it on the next one
  typical: {
    added: [...atRisk, turned, `2026-03-23T08:00:00.000Z | ${live}`],
    gone: [
      `2026-03-20T14:00:00.000Z | ${live}`,
      `2026-03-20T14:00:00.000Z | ${csm} | go_live_request | – | everything before go-live is done: asked at once`,
    ],
  },
  slow: {
    added: [...atRisk, turned, `2026-03-23T08:00:00.000Z | ${reached}`, `2026-03-26T08:00:00.000Z | ${live}`],
    gone: [`2026-03-20T14:00:00.000Z | ${reached}`, `2026-03-25T09:00:00.000Z | ${live}`],
  },
  silent: { added: atRisk, gone: [] },
};

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
  const { added, gone } = since[name];
  const then = stored.messages[name].map((line) => line.replace('| now | go_live |', '| digest | go_live |'));
  const expected = [...then.filter((line) => !gone.includes(line)), ...added];
  // what is told at the same moment is told in no particular order
  expect([...lines, outcome].toSorted()).toEqual(expected.toSorted());
});

it('a file of format 1 is read into the very version that is stored, so that no new one is made of it', () => {
  const parsed = parsePlaybook(text('format-1.yaml'), 'format-1.yaml');
  expect(parsed.ok && JSON.stringify(parsed.playbook)).toBe(JSON.stringify(stored.playbook));
});
