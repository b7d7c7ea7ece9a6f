/** What administrators are told of, each time that it is news. On both CRMs. */
import { describe, expect, it } from 'vitest';
import { crmFieldLabel } from '../../../src/contracts/crm-field-label.ts';
import { reconcileConnection } from '../../../src/usecases/crm/reconcile.ts';
import { worlds } from '../../contract/crm-port/world.ts';
import { entry } from '../../unit/mapping/entries.ts';
import { mappedOnboarding, monthsField, noteField } from './mapped-onboarding.ts';

describe.each(worlds)('on $name', ({ start }) => {
  const on = mappedOnboarding(start);
  const look = () => reconcileConnection(on.deps(), on.connectionId);
  const told = () =>
    on.db.query('SELECT kind, fields FROM alerts WHERE subject_id = $1 ORDER BY opened_at, id', [on.connectionId]);
  const open = () =>
    on.db.query('SELECT kind, fields FROM alerts WHERE subject_id = $1 AND resolved_at IS NULL', [on.connectionId]);
  const failed = { kind: 'crm_writes_failed', fields: [] };
  const stopped = (field: string) => ({ kind: 'crm_fields_stopped', fields: [`deal.${field}`] });

  it('a failure that a newer value mended, and one after it', async () => {
    await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField, whoWins: 'nobody' })] });
    await on.advance();
    const fail = async (ours: number) => {
      await on.setByRep(noteField, `instead of ${ours}`);
      await on.want(noteField, ours);
      await on.drain();
    };
    await fail(10);
    await fail(20);
    expect(await told()).toEqual([failed]);
    const [{ detail } = { detail: '' }] = await on.db.query<{ detail: string }>(
      'SELECT detail FROM alerts WHERE subject_id = $1',
      [on.connectionId],
    );
    expect(detail.startsWith(`${crmFieldLabel('deal', noteField)}: `)).toBe(true);
    await on.setByRep(noteField, '');
    await on.want(noteField, 30);
    await on.drain();
    expect(await on.held(noteField)).toBe('30');
    expect(await open()).toEqual([]);
    await fail(40);
    expect(await told()).toEqual([failed, failed]);
  });

  it('a failure whose value is not wanted any more, found by reconcile', async () => {
    await on.switchOn({ entries: [entry({ ours: 'progress', field: noteField, whoWins: 'nobody' })] });
    await on.setByRep(noteField, 'by a rep');
    await on.advance();
    await on.drain();
    expect(await open()).toEqual([failed]);
    await on.switchOn({ entries: [] });
    await look();
    expect(await open()).toEqual([]);
  });

  it('a field that stops, another one while it has, and the first one again after it went on', async () => {
    const both = [noteField, monthsField].map((field) => entry({ ours: 'progress', field }));
    await on.switchOn({ entries: both });
    await on.advance();
    await on.drain();
    await on.world.deleteDealField(noteField);
    await look();
    await look();
    expect(await told()).toEqual([stopped(noteField)]);
    await on.world.deleteDealField(monthsField);
    await look();
    expect(await told()).toEqual([stopped(noteField), stopped(monthsField)]);
    await on.world.addDealField(noteField, 'text');
    await look();
    expect(await open()).toEqual([stopped(monthsField)]);
    await on.world.deleteDealField(noteField);
    await look();
    expect(await told()).toEqual([stopped(noteField), stopped(monthsField), stopped(noteField)]);
  });
});
