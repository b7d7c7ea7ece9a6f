/** Versions of playbooks and mappings are immutable, so loaded ones are kept. */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { withMapping } from '../domain/mapping/combine.ts';
import type { Onboarding } from '../domain/model.ts';
import type { Playbook } from '../domain/playbook.ts';
import { mappingById } from './crm-mappings.ts';
import type { Database } from './database.ts';

export interface StoredPlaybook {
  versionId: string;
  version: number;
  playbook: Playbook;
}

export interface PlaybookStore {
  /** of an onboarding, together with the mapping of its connection that holds for it */
  of(onboarding: Pick<Onboarding, 'playbookVersionId' | 'crmMappingId'>): Promise<Playbook | null>;
  byVersionId(versionId: string | null): Promise<Playbook | null>;
  /** the versions offered to new onboardings */
  current(): Promise<StoredPlaybook[]>;
  /** Stores a new version where the content differs from the current one; the first writer wins a race. */
  publish(input: {
    playbook: Playbook;
    source: string;
    now: Date;
    byId: string | null;
  }): Promise<{ versionId: string; isNew: boolean }>;
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
    publish: ({ playbook, source, now, byId }) => {
      const body = JSON.stringify(playbook);
      const checksum = createHash('sha256').update(body).digest('hex');
      return db.transaction(async (tx) => {
        await tx.query(`SELECT pg_advisory_xact_lock(hashtext('playbook:' || $1))`, [playbook.key]);
        const [last] = await tx.query<{ id: string; version: number; checksum: string; is_current: boolean }>(
          'SELECT id, version, checksum, is_current FROM playbook_versions WHERE key = $1 ORDER BY version DESC LIMIT 1',
          [playbook.key],
        );
        if (last?.is_current && last.checksum === checksum) return { versionId: last.id, isNew: false };
        const versionId = uuid();
        await tx.query('UPDATE playbook_versions SET is_current = false WHERE key = $1', [playbook.key]);
        await tx.query(
          `INSERT INTO playbook_versions (id, key, version, name, body, source, checksum, created_at, created_by_id, is_current)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, true)`,
          [versionId, playbook.key, (last?.version ?? 0) + 1, playbook.name, body, source, checksum, now, byId],
        );
        return { versionId, isNew: true };
      });
    },
  };
}
