/** How long mails are kept whole. */
import { v7 as uuid } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import { readRawMail } from '../../../src/db/inbound-mails.ts';
import { purgeRawMails } from '../../../src/db/purge-raw-mails.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const old = '2026-01-01T00:00:00.000Z';
const recent = '2026-09-01T00:00:00.000Z';
const before = new Date('2026-06-01T00:00:00Z');

/** @returns the id of the last of them */
const receive = async (state: string, handledAt: string | null, count = 1): Promise<string> => {
  const ids = Array.from({ length: count }, () => uuid());
  await opened.db.query(
    `WITH m AS (
       INSERT INTO inbound_mails (id, dedupe_key, source, size, received_at, state, handled_at, text)
       SELECT id, id::text, 'relay', 7, $2, $3, $4, 'Hello' FROM unnest($1::uuid[]) AS id RETURNING id
     ) INSERT INTO inbound_mail_contents (mail_id, raw) SELECT id, 'raw' FROM m`,
    [ids, old, state, handledAt],
  );
  return ids.at(-1) ?? '';
};
const isKept = async (id: string): Promise<boolean> => (await readRawMail(opened.db, id)) !== null;

beforeEach(async () => {
  await opened.db.query('DELETE FROM inbound_mail_contents');
  await opened.db.query('DELETE FROM inbound_mails');
});

it('goes once it was settled long ago, in as many statements as it takes; its text stays', async () => {
  const handled = await receive('handled', old, 510);
  const ignored = await receive('ignored', old);
  expect(await purgeRawMails(opened.db, before)).toBe(511);
  expect(await Promise.all([handled, ignored].map(isKept))).toEqual([false, false]);
  expect(await opened.db.query('SELECT DISTINCT text FROM inbound_mails')).toEqual([{ text: 'Hello' }]);
  expect(await purgeRawMails(opened.db, before)).toBe(0);
});

it('stays while it is recent, and as long as a person has to decide', async () => {
  const ids = [await receive('handled', recent), await receive('needs_review', old), await receive('quarantined', old)];
  const waiting = await receive('pending', null);
  expect(await purgeRawMails(opened.db, before)).toBe(0);
  expect(await Promise.all([...ids, waiting].map(isKept))).toEqual([true, true, true, true]);
});

it('does not look through all mails that were ever read', async () => {
  await receive('handled', old, 3_000);
  await opened.db.query('UPDATE inbound_mails SET is_raw_kept = false');
  await opened.db.query('ANALYZE inbound_mails');
  const plan = await opened.db.query(
    `EXPLAIN SELECT id FROM inbound_mails WHERE is_raw_kept AND state IN ('handled', 'ignored') AND handled_at < $1 ORDER BY handled_at LIMIT 500`,
    [before],
  );
  expect(JSON.stringify(plan)).toContain('inbound_mails_purged_next');
});
