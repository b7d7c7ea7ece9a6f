import { expect, test } from 'vitest';
import {
  listInstallations,
  noteSlackEvent,
  openInstallation,
  rememberInstallation,
  revokeInstallation,
} from '../../../src/db/slack-installations.ts';
import { useDatabase } from '../../support/database.ts';

const opened = useDatabase();
const secret = 'the secret of this deployment, long enough';
const given = {
  teamId: 'T1',
  teamName: 'Northwind',
  botUserId: 'UBOT',
  token: 'xoxb-first',
  scopes: ['chat:write'],
  installedById: null,
};
const install = (more: Partial<typeof given> = {}) =>
  opened.db.transaction((tx) => rememberInstallation(tx, { ...given, ...more }, secret));

test('a token is kept sealed, and opened under the same secret alone', async () => {
  await install();
  const [row] = await opened.db.query<{ token: Buffer }>('SELECT token FROM slack_installations');
  expect(row?.token.toString('latin1')).not.toContain('xoxb');
  expect(await openInstallation(opened.db, 'T1', secret)).toMatchObject({ token: 'xoxb-first' });
  await expect(openInstallation(opened.db, 'T1', 'another secret of a deployment')).rejects.toMatchObject({
    message: expect.stringContaining('GANGWAY_SECRET'),
  });
});

test('a sealed token serves no other workspace', async () => {
  await install();
  await install({ teamId: 'T2', teamName: 'Contoso' });
  await opened.db.query(
    `UPDATE slack_installations SET token = (SELECT token FROM slack_installations WHERE team_id = 'T1') WHERE team_id = 'T2'`,
  );
  await expect(openInstallation(opened.db, 'T2', secret)).rejects.toMatchObject({ code: 'internal' });
  await opened.db.query(`DELETE FROM slack_installations WHERE team_id = 'T2'`);
});

test('a revoked token is known once and used no more, until the app is installed again', async () => {
  await install();
  expect(await revokeInstallation(opened.db, 'T1', 'token_revoked')).toBe(true);
  expect(await revokeInstallation(opened.db, 'T1', 'token_revoked')).toBe(false);
  expect(await openInstallation(opened.db, 'T1', secret)).toBeNull();
  expect(await listInstallations(opened.db)).toMatchObject([{ revokedReason: 'token_revoked' }]);
  const before = await listInstallations(opened.db);
  await install({ token: 'xoxb-second' });
  expect(await openInstallation(opened.db, 'T1', secret)).toEqual({ id: before[0]?.id, token: 'xoxb-second' });
  expect(await listInstallations(opened.db)).toMatchObject([{ revokedAt: null, revokedReason: null }]);
});

test('the last event of a workspace is noted', async () => {
  await install();
  const heardAt = async (at: string) => {
    await noteSlackEvent(opened.db, 'T1', new Date(at));
    return (await listInstallations(opened.db))[0]?.lastEventAt?.toISOString();
  };
  expect(await heardAt('2027-03-01T09:00:00.000Z')).toBe('2027-03-01T09:00:00.000Z');
  expect(await heardAt('2027-03-01T09:00:30.000Z')).toBe('2027-03-01T09:00:00.000Z');
  expect(await heardAt('2027-03-01T09:02:00.000Z')).toBe('2027-03-01T09:02:00.000Z');
});
