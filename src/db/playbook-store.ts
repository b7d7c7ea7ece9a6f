/** Versions of playbooks and mappings are immutable, so loaded ones are kept. */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { withMapping } from '../domain/mapping/combine.ts';
import type { Onboarding } from '../domain/model.ts';
import type { Playbook } from '../domain/playbook.ts';
import { mappingById } from './crm-mappings.ts';
import { AppError } from '../errors.ts';
import type { Database } from './database.ts';
import { instantSql } from './instant-sql.ts';

export interface StoredPlaybook {
  versionId: string;
  version: number;
  playbook: Playbook;
}

/** The current version as it was written. */
interface WrittenPlaybook {
  version: number;
  source: string;
  /** of the console, as YAML */
  ownLadders: string | null;
  note: string;
  createdAt: string;
  /** null: it came from the folder */
  createdBy: string | null;
  checksum: string;
}

export const checksumOf = (playbook: Playbook): string =>
  createHash('sha256').update(JSON.stringify(playbook)).digest('hex');

export interface PlaybookStore {
  /** of an onboarding, together with the mapping of its connection that holds for it */
  of(onboarding: Pick<Onboarding, 'playbookVersionId' | 'crmMappingId'>): Promise<Playbook | null>;
  byVersionId(versionId: string | null): Promise<Playbook | null>;
  /** the versions offered to new onboardings */
  current(): Promise<StoredPlaybook[]>;
  written(key: string): Promise<WrittenPlaybook | null>;
  /** of all playbooks, by key */
  allWritten(): Promise<Map<string, Pick<WrittenPlaybook, 'version' | 'ownLadders'>>>;
  /**
   * Stores a new version where the content differs from the current one; the first writer wins a race. Throws
   * version_conflict where the current version is not the one it was made from.
   */
  publish(input: {
    playbook: Playbook;
    source: string;
    now: Date;
    byId: string | null;
    ownLadders?: string | null;
    note?: string;
    basedOn?: number;
  }): Promise<{ versionId: string; version: number; isNew: boolean }>;
}

export function createPlaybookStore(db: Database): PlaybookStore {
  const known = new Map<string, Playbook>();
  const combined = new Map<string, Playbook>();
  return {
    async of({ playbookVersionId, crmMappingId }) {
      const key = `${playbookVersionId}:${crmMappingId}`;
      const kept = combined.get(key);
      if (kept) return kept;
      const playbook = await this.byVersionId(playbookVersionId);
      const mapping = playbook && crmMappingId !== null ? await mappingById(db, crmMappingId) : null;
      if (!playbook || !mapping) return playbook;
      const both = withMapping(playbook, mapping);
      combined.set(key, both);
      return both;
    },
    async byVersionId(versionId) {
      if (!versionId) return null;
      const kept = known.get(versionId);
      if (kept) return kept;
      const [row] = await db.query<{ body: Playbook }>('SELECT body FROM playbook_versions WHERE id = $1', [versionId]);
      if (row) known.set(versionId, row.body);
      return row?.body ?? null;
    },
    async current() {
      const rows = await db.query<{ id: string; version: number }>(
        'SELECT id, version FROM playbook_versions WHERE is_current ORDER BY key',
      );
      const loaded = await Promise.all(
        rows.map(async (row) => ({
          versionId: row.id,
          version: row.version,
          playbook: await this.byVersionId(row.id),
        })),
      );
      return loaded.flatMap((entry) => (entry.playbook ? [{ ...entry, playbook: entry.playbook }] : []));
    },
    async written(key) {
      const [row] = await db.query<WrittenPlaybook>(
        `SELECT v.version, v.source, v.own_ladders AS "ownLadders", v.note, v.checksum, ${instantSql('v.created_at')} AS "createdAt",
           p.name AS "createdBy"
         FROM playbook_versions v LEFT JOIN people p ON p.id = v.created_by_id WHERE v.key = $1 AND v.is_current`,
        [key],
      );
      return row ?? null;
    },
    async allWritten() {
      const rows = await db.query<{ key: string; version: number; ownLadders: string | null }>(
        'SELECT key, version, own_ladders AS "ownLadders" FROM playbook_versions WHERE is_current',
      );
      return new Map(rows.map(({ key, ...written }) => [key, written]));
    },
    publish: ({ playbook, source, now, byId, ownLadders = null, note = '', basedOn }) => {
      const checksum = checksumOf(playbook);
      return db.transaction(async (tx) => {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playbook:' || $1))`, [playbook.key]);
        const [last] = await tx.query<{ id: string; version: number; checksum: string; is_current: boolean }>(
          'SELECT id, version, checksum, is_current FROM playbook_versions WHERE key = $1 ORDER BY version DESC LIMIT 1',
          [playbook.key],
        );
        const newest = last?.version ?? 0;
        if (last?.is_current && last.checksum === checksum)
          return { versionId: last.id, version: newest, isNew: false };
        if (basedOn !== undefined && basedOn !== newest)
          throw new AppError('version_conflict', {
            message: `Version ${newest} of this playbook was saved meanwhile; look at it first`,
            details: { newest, basedOn },
          });
        const versionId = uuid();
        const version = newest + 1;
        await tx.query('UPDATE playbook_versions SET is_current = false WHERE key = $1', [playbook.key]);
        await tx.query(
          `INSERT INTO playbook_versions (id, key, version, name, body, source, checksum, created_at, created_by_id, is_current, own_ladders, note)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10, $11)`,
          [
            versionId,
            playbook.key,
            version,
            playbook.name,
            JSON.stringify(playbook),
            source,
            checksum,
            now,
            byId,
            ownLadders,
            note,
          ],
        );
        return { versionId, version, isNew: true };
      });
    },
  };
}
